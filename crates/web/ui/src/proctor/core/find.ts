import type { Seat, Standing } from "./model.ts";

/** Seventeen digits at the end; what stands before them was typed before the scanner came. */
const NUMBER = /(?:^|\D)(\d{17})$/;

/** Digits of a participant number as a scanner or a person gives it, or nothing. */
export function participantNo(text: string): string | undefined {
  return NUMBER.exec(text.replace(/[\s.-]/g, ""))?.[1];
}

/** Seats that match what was typed: every word in the name, the number's digits, or the place. */
export function search(seats: readonly Seat[], text: string, limit: number): readonly Seat[] {
  const words = plain(text).split(" ").filter(Boolean);
  if (words.length === 0) return [];
  const digits = text.replace(/[\s.-]/g, "");
  const found: Seat[] = [];
  for (const seat of seats) {
    if (found.length >= limit) break;
    const byNumber = /^\d{3,}$/.test(digits) && seat.participant_no.includes(digits);
    const line = plain(`${seat.name} ${seat.place} ${seat.place.replace(/\W/g, "")}`);
    if (byNumber || words.every((word) => line.includes(word))) found.push(seat);
  }
  return found;
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim().replace(/\s+/g, " ");
}

/** `warned` and `disqualified` cut across the standings. */
export type Filter = Standing | "warned" | "disqualified";

export function matches(seat: Seat, filter: ReadonlySet<Filter>): boolean {
  if (filter.size === 0) return true;
  return (
    filter.has(seat.standing) ||
    (seat.warnings > 0 && filter.has("warned")) ||
    (seat.disqualified && filter.has("disqualified"))
  );
}

/** The filter with one more, or one less. */
export function toggled(filter: ReadonlySet<Filter>, of: Filter): ReadonlySet<Filter> {
  const next = new Set(filter);
  if (!next.delete(of)) next.add(of);
  return next;
}
