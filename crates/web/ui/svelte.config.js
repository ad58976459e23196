import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

// Every component is written with runes: what serves the older way of writing stays out of the pages.
export default { preprocess: vitePreprocess(), compilerOptions: { runes: true } };
