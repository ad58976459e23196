import type { Distribution } from "./api.ts";

/** A bar of a histogram. */
export interface Bin {
  /** The least and the most points that it counts. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** 0 to 1, of the highest bar. */
  readonly share: number;
  /** Wholly below the passing grade. */
  readonly below: boolean;
}

/** The bars of a distribution; the last one ends with what can be reached. */
export function binsOf({ bins, width, max }: Distribution, atLeast: number | undefined): Bin[] {
  const highest = Math.max(1, ...bins);
  return bins.map((count, at) => {
    const from = at * width;
    const to = Math.min(max, from + width - 1);
    return { from, to, count, share: count / highest, below: atLeast !== undefined && to < atLeast };
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

/** How many candidates a distribution counts. */
export function sizeOf({ bins }: Distribution): number {
  return bins.reduce((sum, count) => sum + count, 0);
}
