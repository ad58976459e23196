import { expect, it } from "vitest";
import { Backoff } from "./backoff.ts";

it("waits longer from failure to failure, up to a bound, and begins anew after success", () => {
  const backoff = new Backoff(() => 0.5);
  const waits = [1, 2, 3, 4, 5, 6, 7].map(() => backoff.fail());
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  backoff.succeed();
  expect(backoff.fail()).toBe(250);
});

it("is spread, and never shorter than the server asked for", () => {
  expect(new Backoff(() => 0).fail()).toBe(125);
  expect(new Backoff(() => 0.999).fail()).toBeCloseTo(375, 0);
  expect(new Backoff(() => 0).fail(2_000)).toBe(2_000);
  expect(new Backoff(() => 0.999).fail(2_000)).toBeGreaterThan(2_200);
});
