import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { hashed } from "./build/hashed.ts";
import { pages } from "./build/pages.ts";
import { precompress } from "./build/precompress.ts";
import { worker } from "./build/worker.ts";

/** The oldest browsers that we serve; the last Firefox on Windows 7 is 115. */
const TARGETS = ["chrome109", "firefox115"];

/** The server behind the development pages. */
const SERVER = process.env["AMBANG_SERVER"] ?? "http://127.0.0.1:8080";
const proxy = Object.fromEntries(["/api", "/healthz", "/readyz"].map((path) => [path, SERVER]));

/** The candidate's page, and the pages of everybody else. */
const CANDIDATE = "candidate";
const INPUT: Readonly<Record<"candidate" | "others", Record<string, string>>> = {
  candidate: { ujian: "ujian.html", sw: "src/candidate/worker/sw.ts" },
  others: { index: "index.html", pengawas: "pengawas.html", panitia: "panitia.html", "404": "404.html" },
};

/**
 * `vite build` makes the pages of everybody else, then `vite build --mode candidate` the candidate's beside them: by
 * itself it carries nothing that only the others need, and one file compresses better than the parts they would share.
 */
export default defineConfig(({ mode }): ViteUserConfig => {
  const alone = mode === CANDIDATE;
  return {
    base: "/",
    plugins: [svelte(), pages(), hashed(), alone && worker("ujian"), precompress()],
    build: {
      target: TARGETS,
      cssTarget: TARGETS,
      cssMinify: "lightningcss",
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      emptyOutDir: !alone,
      // They are among the hashed files.
      copyPublicDir: false,
      rollupOptions: {
        input: alone ? INPUT.candidate : INPUT.others,
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
  };
});
