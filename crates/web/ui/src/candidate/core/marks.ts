/** A word is due when this many minutes are left. */
export const MARKS_MIN: readonly number[] = [15, 5, 1];

/** A word comes again only where this much more is left than it said: what the network does to the time is no news. */
const AGAIN_MS = 30_000;

/** What has been said of the time left, in minutes (0: nothing yet), and what is to be said now. */
export interface Marked {
  readonly told: number;
  readonly say?: number;
}

/**
 * Each word once, on the way down: `told` is what was said so far, also before a reload, and nothing on the very first
 * reading, which says nothing. Where time was added the words below it are due again.
 */
export function mark(told: number | undefined, left: number): Marked {
  const at = MARKS_MIN.filter((minutes) => left <= minutes * 60_000).at(-1) ?? 0;
  if (left <= 0) return { told: told ?? at };
  const more = told !== undefined && told > 0 && left > told * 60_000 + AGAIN_MS;
  if (told === undefined || more) return { told: at };
  if (at === 0 || (told > 0 && at >= told)) return { told };
  // After sleep, or a reload that took long, less may be left than the word says.
  return { told: at, say: Math.min(at, Math.ceil(left / 60_000)) };
}

/** A page hears of a change a few seconds late: so near to whole minutes, whole minutes were meant. */
const NEAR_S = 5;

/** Minutes and seconds of a difference; whole minutes from ten minutes on. */
export function span(ms: number): { readonly minutes: number; readonly seconds: number } {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  const minutes = Math.round(seconds / 60);
  const near = minutes > 0 && Math.abs(seconds - minutes * 60) <= NEAR_S;
  if (near || seconds >= 600) return { minutes, seconds: 0 };
  return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
}
