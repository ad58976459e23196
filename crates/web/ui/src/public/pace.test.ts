import { expect, it } from "vitest";
import { pauseUntil } from "./pace.ts";

it("asks when the next board can be had, and never in a hurry", () => {
  expect(pauseUntil(30_000, 0, 0)).toBe(30_000);
  expect(pauseUntil(30_000, 0, 1)).toBe(31_500);
  expect(pauseUntil(30_000, 29_900, 0)).toBe(2_000);
  expect(pauseUntil(undefined, 0, 0)).toBe(2_000);
  expect(pauseUntil(9e12, 0, 0)).toBe(60_000);
});
