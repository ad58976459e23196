import js from "@eslint/js";
import compat from "eslint-plugin-compat";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const browser = ["src/**/*.ts", "src/**/*.svelte"];

export default ts.config(
  { ignores: ["dist", "node_modules", "src/api/types.d.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  // What the oldest browsers do not know (browserslist in package.json) is an error.
  { files: browser, ...compat.configs["flat/recommended"] },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
  },
  {
    rules: {
      "no-console": "error",
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-invalid-void-type": "off",
      // An inline style attribute would be refused by the content security policy.
      "svelte/no-inline-styles": ["error", { allowTransitions: true }],
      "svelte/no-at-html-tags": "error",
      "svelte/button-has-type": "error",
    },
  },
  { files: ["scripts/**", "e2e/**", "build/**"], rules: { "no-console": "off" } },
);
