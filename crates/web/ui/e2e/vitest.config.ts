import { defineConfig } from "vitest/config";

/** Browser tests: real Chromium, real server. One file at a time: each starts a server of its own. */
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["e2e/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
