/** How long a receipt stands on a PC that others use after. Moments are on the server's clock. */

/** From when it came here, or from the exam's end where a page finds it later. */
export const STAYS_MS = 10 * 60_000;
/** Whoever loads the page again late can still copy the code. */
const READ_MS = 2 * 60_000;

/**
 * Milliseconds until the receipt goes: `from` is when the exam ended for this PC, `shown` when this page first showed
 * the receipt. A page loaded again does not begin anew.
 */
export function staysFor(from: number, shown: number, now: number): number {
  return Math.max(from + STAYS_MS, shown + READ_MS) - now;
}
