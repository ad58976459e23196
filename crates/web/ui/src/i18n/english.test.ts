import { afterEach, expect, it } from "vitest";
import { preferences } from "../lib/preferences.svelte.ts";
import { catalogue } from "./catalogue.ts";
import { loadEnglish } from "./english.ts";

afterEach(() => void (preferences.locale = "id"));

it("asks for English texts when they are wanted, and once", async () => {
  let asked = 0;
  const texts = catalogue({ yes: "ya" }, async () => {
    asked += 1;
    return { yes: "yes" };
  });
  expect([texts.now.yes, asked]).toEqual(["ya", 0]);
  await loadEnglish();
  await loadEnglish();
  preferences.locale = "en";
  expect([texts.now.yes, asked]).toEqual(["yes", 1]);
});

it("keeps the Indonesian texts where the English ones cannot be had", async () => {
  const texts = catalogue({ yes: "ya" }, async () => Promise.reject(new Error("no network")));
  await expect(loadEnglish()).rejects.toThrow("no network");
  preferences.locale = "en";
  expect(texts.now.yes).toBe("ya");
});
