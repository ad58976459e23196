import { start } from "../lib/page.ts";
import App from "./App.svelte";

start(App);
