import type { RankingPage } from "./api.ts";

/** A line that runs through the list. */
export type Line =
  | {
      readonly kind: "full";
      readonly places: number;
      readonly admitted: number;
      readonly last: number | null;
    }
  | { readonly kind: "open"; readonly places: number; readonly admitted: number }
  | { readonly kind: "grade" };

/** The lines right below the row at this position of the whole list, from 1; 0 is above the first. */
export function linesBelow(at: number, { cut, qualified, ranked }: Omit<RankingPage, "rows">): Line[] {
  const lines: Line[] = [];
  if (cut && at === cut.admitted) {
    const { places, admitted, last_total: last } = cut;
    if (admitted < places) lines.push({ kind: "open", places, admitted });
    else if (admitted > 0) lines.push({ kind: "full", places, admitted, last });
  }
  if (at === qualified && qualified < ranked) lines.push({ kind: "grade" });
  return lines;
}

/** How many times the quota goes on, where it is a whole number of times. */
export function timesOf(places: number, quota: number): number | undefined {
  return quota > 0 && places % quota === 0 ? places / quota : undefined;
}
