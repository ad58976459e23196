import { expect, it } from "vitest";
import type { Distribution } from "./api.ts";
import { along, binsOf, countTicks, labelRows, sizeOf, ticks } from "./bins.ts";

const tiu: Distribution = {
  sub_test: "tiu",
  max: 175,
  width: 5,
  bins: Array.from({ length: 36 }, (_, n) => n % 4),
  passing: [],
};

it("names every bar by the points that it counts", () => {
  const bins = binsOf(tiu, 80);
  expect(bins[0]).toMatchObject({ from: 0, to: 4, count: 0, below: true });
  expect(bins[15]).toMatchObject({ from: 75, to: 79, count: 3, below: true });
  expect(bins[16]).toMatchObject({ from: 80, to: 84, count: 0, below: false });
  expect(bins[35]).toMatchObject({ from: 175, to: 175 });
});

it("does not call a bar below that the passing grade cuts through", () => {
  const wide: Distribution = {
    sub_test: "tkp",
    max: 225,
    width: 10,
    bins: new Array<number>(23).fill(1),
    passing: [],
  };
  const bins = binsOf(wide, 166);
  expect(bins[15]).toMatchObject({ from: 150, to: 159, below: true });
  expect(bins[16]).toMatchObject({ from: 160, to: 169, below: false });
  expect(binsOf(wide, undefined).some((bin) => bin.below)).toBe(false);
});

it("bears a distribution of nobody", () => {
  const none: Distribution = {
    sub_test: null,
    max: 550,
    width: 25,
    bins: new Array<number>(23).fill(0),
    passing: [],
  };
  expect(binsOf(none, undefined).every((bin) => bin.count === 0)).toBe(true);
  expect(sizeOf(none)).toBe(0);
  expect(along({ ...none, bins: [] }, 5)).toBe(0);
});

it("puts points and steps on the axis", () => {
  expect(along(tiu, 90)).toBe(0.5);
  expect(along(tiu, 999)).toBe(1);
  expect(ticks(tiu)).toEqual([0, 50, 100, 150]);
});

it("counts in whole steps up to a number that no bar exceeds", () => {
  const of = (...bins: number[]): number[] => countTicks({ ...tiu, bins });
  expect(of()).toEqual([0, 1]);
  expect(of(1)).toEqual([0, 1]);
  expect(of(4, 2)).toEqual([0, 1, 2, 3, 4]);
  expect(of(7)).toEqual([0, 2, 4, 6, 8]);
  expect(of(48)).toEqual([0, 10, 20, 30, 40, 50]);
  expect(of(1_234)).toEqual([0, 500, 1_000, 1_500]);
});

it("puts labels that are close to each other on rows of their own", () => {
  expect(labelRows([60, 80, 85], 10)).toEqual([0, 0, 1]);
  expect(labelRows([10, 12, 14, 30], 10)).toEqual([0, 1, 2, 0]);
  expect(labelRows([], 10)).toEqual([]);
});
