import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { pages } from "./build/pages.ts";
import { precompress } from "./build/precompress.ts";
import { worker } from "./build/worker.ts";

/** The oldest browsers that we serve; the last Firefox on Windows 7 is 115. */
const TARGETS = ["chrome109", "firefox115"];

/** The server behind the development pages. */
const SERVER = process.env["AMBANG_SERVER"] ?? "http://127.0.0.1:8080";
const proxy = Object.fromEntries(["/api", "/healthz", "/readyz"].map((path) => [path, SERVER]));

export default defineConfig({
  base: "/",
  plugins: [svelte(), pages(), worker("ujian"), precompress()],
  build: {
    target: TARGETS,
    cssTarget: TARGETS,
    cssMinify: "lightningcss",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: {
      input: {
        index: "index.html",
        ujian: "ujian.html",
        pengawas: "pengawas.html",
        panitia: "panitia.html",
        "404": "404.html",
        sw: "src/candidate/worker/sw.ts",
      },
      output: {
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: { proxy },
  preview: { proxy },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
  },
});
