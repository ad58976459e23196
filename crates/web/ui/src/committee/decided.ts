import type { RankedSeat } from "./api.ts";

/** Why a row stands below the one above it. */
export type Decided =
  | { readonly by: "grade" }
  | { readonly by: "equal" }
  | { readonly by: "measure"; readonly measure: string; readonly own: number; readonly above: number };

type Scored = Pick<RankedSeat, "place" | "total" | "totals">;

/** The first measure of the policy's order that differs; the passing grade goes before all of them. */
export function decided(row: Scored, above: Scored, order: readonly string[]): Decided {
  if (above.place !== null && row.place === null) return { by: "grade" };
  for (const measure of order) {
    const [own, other] = [pointsOf(row, measure), pointsOf(above, measure)];
    if (own !== other) return { by: "measure", measure, own, above: other };
  }
  return { by: "equal" };
}

function pointsOf({ total, totals }: Scored, measure: string): number {
  return measure === "total" ? total : (totals.find(({ sub_test }) => sub_test === measure)?.points ?? 0);
}
