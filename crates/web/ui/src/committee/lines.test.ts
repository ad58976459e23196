import { describe, expect, it } from "vitest";
import { linesBelow, timesOf } from "./lines.ts";

const NONE = { as_of: 0, provisional: true, formation: "F1", quota: 2, order: [], from: 0 };

function list(ranked: number, qualified: number, admitted: number, places = 6) {
  return { ...NONE, ranked, qualified, cut: { places, admitted, last_total: admitted > 0 ? 357 : null } };
}

describe("lines of the list", () => {
  it("runs below all who are equal with the last place", () => {
    const told = list(11, 8, 7);
    expect(linesBelow(6, told)).toEqual([]);
    expect(linesBelow(7, told)).toEqual([{ kind: "full", places: 6, admitted: 7, last: 357 }]);
    expect(linesBelow(8, told)).toEqual([{ kind: "grade" }]);
  });

  it("says that places stay open, and where the passing grade ends", () => {
    expect(linesBelow(2, list(4, 2, 2))).toEqual([
      { kind: "open", places: 6, admitted: 2 },
      { kind: "grade" },
    ]);
    expect(linesBelow(2, list(2, 2, 2))).toEqual([{ kind: "open", places: 6, admitted: 2 }]);
  });

  it("stands above the first row where nobody meets the grade", () => {
    expect(linesBelow(0, list(3, 0, 0))).toEqual([
      { kind: "open", places: 6, admitted: 0 },
      { kind: "grade" },
    ]);
  });

  it("draws no cut where the policy has none", () => {
    expect(linesBelow(0, { ...list(3, 2, 0), cut: null })).toEqual([]);
    expect(linesBelow(2, { ...list(3, 2, 0), cut: null })).toEqual([{ kind: "grade" }]);
  });
});

it("knows a whole multiple of the quota", () => {
  expect(timesOf(6, 2)).toBe(3);
  expect(timesOf(5, 2)).toBeUndefined();
  expect(timesOf(3, 0)).toBeUndefined();
});
