import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { choose, chooseDefaults, preferences } from "./preferences.svelte.ts";

const kept = new Map<string, string>();
const root = { lang: "", dataset: {} as Record<string, string> };

beforeEach(() => {
  vi.stubGlobal("localStorage", { setItem: (key: string, value: string) => kept.set(key, value) });
  vi.stubGlobal("document", { documentElement: root });
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it("leaves nothing of one person's choices to the next", async () => {
  await choose({ locale: "en", theme: "contrast", scale: 150 });
  expect([root.lang, root.dataset["theme"], root.dataset["scale"]]).toEqual(["en", "contrast", "150"]);
  await chooseDefaults();
  expect(preferences).toEqual({ locale: "id", theme: "system", scale: 100 });
  expect([root.lang, root.dataset["theme"], root.dataset["scale"]]).toEqual(["id", "light", "100"]);
  expect(JSON.parse(kept.get("ambang.preferences") ?? "")).toEqual(preferences);
});
