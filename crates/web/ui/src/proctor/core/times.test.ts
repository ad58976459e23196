import { expect, it } from "vitest";
import { instantOf, timeOf } from "./times.ts";

it("reads what it writes, and means the last time that the clock said it", () => {
  const now = new Date(2026, 10, 22, 0, 10, 5).getTime();
  expect(instantOf(timeOf(now), now)).toBe(now);
  expect(instantOf("00:10", now)).toBe(now - 5_000);
  expect(instantOf("23:59:59", now)).toBe(now - 606_000);
  expect(instantOf("later", now)).toBeUndefined();
});
