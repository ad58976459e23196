import type { ResultRow } from "./api.ts";

/** What is looked for in a list; an empty text means all. */
export interface Sieve {
  /** Parts of a name or of a participant number. */
  readonly words: string;
  readonly formation: string;
  readonly code: string;
}

type Sought = Pick<ResultRow, "participant" | "formation" | "code">;
type Names = Readonly<Record<string, string>>;

/** Rows that fit, in their order; every word must stand in the name or the number. */
export function sift<T extends Sought>(rows: readonly T[], names: Names, sieve: Sieve): T[] {
  const words = sieve.words.toLowerCase().split(/\s+/).filter(Boolean);
  const digits = sieve.words.replace(/\s/g, "");
  const number = /^\d+$/.test(digits) ? digits : undefined;
  return rows.filter((row) => {
    if (sieve.formation && row.formation !== sieve.formation) return false;
    if (sieve.code && row.code !== sieve.code) return false;
    if (number !== undefined) return row.participant.includes(number);
    const name = (names[row.participant] ?? "").toLowerCase();
    return words.every((word) => name.includes(word));
  });
}
