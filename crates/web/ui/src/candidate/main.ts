import { start } from "../lib/page.ts";
import App from "./App.svelte";

void start(App);

// Only in the built page: during development there is no list of code to keep.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js", { scope: "/ujian" }).catch(() => {
    // Without it the page works; a reload then needs the network.
  });
}
