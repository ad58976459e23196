import type { Distribution } from "./api.ts";

/** A bar of a histogram. */
export interface Bin {
  /** The least and the most points that it counts. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Wholly below the passing grade. */
  readonly below: boolean;
}

/** The bars of a distribution; the last one ends with what can be reached. */
export function binsOf({ bins, width, max }: Distribution, atLeast: number | undefined): Bin[] {
  return bins.map((count, at) => {
    const from = at * width;
    const to = Math.min(max, from + width - 1);
    return { from, to, count, below: atLeast !== undefined && to < atLeast };
  });
}

/** Where points lie on an axis that ends with the last bar, 0 to 1. */
export function along({ bins, width }: Distribution, points: number): number {
  return bins.length === 0 ? 0 : Math.min(1, Math.max(0, points / (bins.length * width)));
}

/** Round numbers for the axis: at most about six steps. */
export function ticks({ bins, width }: Distribution): number[] {
  const end = bins.length * width;
  const step = [5, 10, 20, 25, 50, 100, 200, 500, 1_000].find((size) => end / size <= 7) ?? end;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step);
}

/** Whole numbers for the axis of counts, from 0 to the first that no bar exceeds: at most six of them. */
export function countTicks({ bins }: Distribution): number[] {
  const highest = Math.max(1, ...bins);
  let step = 1;
  // 1, 2, 5, 10, 20, 50 …
  for (let at = 0; highest / step > 5; at += 1) step *= at % 3 === 1 ? 2.5 : 2;
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, at) => at * step);
}

/** A label on the axis: rows from 0 so that those close to each other do not lie on each other. */
export function labelRows(places: readonly number[], apart: number): number[] {
  const ends: number[] = [];
  return places.map((place) => {
    const free = ends.findIndex((end) => place - end >= apart);
    const row = free < 0 ? ends.length : free;
    ends[row] = place;
    return row;
  });
}

/** How many candidates a distribution counts. */
export function sizeOf({ bins }: Distribution): number {
  return bins.reduce((sum, count) => sum + count, 0);
}
