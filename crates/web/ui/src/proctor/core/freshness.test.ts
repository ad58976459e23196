import { expect, it } from "vitest";
import { silentFor } from "./freshness.ts";

it("ages what is shown as soon as a beat is overdue", () => {
  expect(silentFor("live", 1_000, 1_000)).toBeUndefined();
  expect(silentFor("live", 1_000, 4_000)).toBeUndefined();
  expect(silentFor("live", 1_000, 4_001)).toBe(3);
  expect(silentFor("live", 1_000, 5_400)).toBe(4);
});

it("leaves a line that is known to be lost to its own words", () => {
  expect(silentFor("lost", 1_000, 60_000)).toBeUndefined();
  expect(silentFor("polling", 1_000, 60_000)).toBeUndefined();
  expect(silentFor("live", undefined, 60_000)).toBeUndefined();
});
