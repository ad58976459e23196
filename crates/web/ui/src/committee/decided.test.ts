import { expect, it } from "vitest";
import { decided } from "./decided.ts";

const ORDER = ["total", "tkp", "tiu", "twk"];

function seat(place: number | null, [twk, tiu, tkp]: readonly [number, number, number]) {
  const totals = Object.entries({ twk, tiu, tkp }).map(([sub_test, points]) => ({ sub_test, points }));
  return { place, total: twk + tiu + tkp, totals };
}

it("names the first measure that differs", () => {
  const above = seat(1, [100, 110, 176]);
  expect(decided(seat(2, [90, 110, 176]), above, ORDER)).toEqual({
    by: "measure",
    measure: "total",
    own: 376,
    above: 386,
  });
  expect(decided(seat(2, [105, 105, 176]), above, ORDER)).toEqual({
    by: "measure",
    measure: "tiu",
    own: 105,
    above: 110,
  });
});

it("puts the passing grade before any points", () => {
  expect(decided(seat(null, [60, 150, 200]), seat(9, [65, 80, 166]), ORDER)).toEqual({ by: "grade" });
});

it("says so when nothing differs", () => {
  expect(decided(seat(3, [90, 110, 172]), seat(3, [90, 110, 172]), ORDER)).toEqual({ by: "equal" });
});
