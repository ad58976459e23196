import { expect, it } from "vitest";
import { staysFor } from "./stay.ts";

const MINUTE = 60_000;

it("lets a receipt stand for ten minutes, however often the page is loaded again", () => {
  expect(staysFor(0, 0, 0)).toBe(10 * MINUTE);
  expect(staysFor(0, 7 * MINUTE, 7 * MINUTE)).toBe(3 * MINUTE);
  expect(staysFor(0, 0, 10 * MINUTE)).toBe(0);
});

it("leaves two minutes to a page that comes late", () => {
  expect(staysFor(0, 9 * MINUTE, 9 * MINUTE)).toBe(2 * MINUTE);
  expect(staysFor(0, 60 * MINUTE, 61 * MINUTE)).toBe(MINUTE);
});
