import { start } from "../lib/page.ts";
import App from "./App.svelte";

void start(App);
