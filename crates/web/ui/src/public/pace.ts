/** Never more often, whatever the clocks say; and at least so often, should the server's promise be far away. */
const [LEAST_MS, MOST_MS] = [2_000, 60_000];
/** Many screens of one hall do not ask at the same moment. */
const SPREAD_MS = 1_500;

/** How long to wait for the next board, which can be had at `next` on the server's clock. */
export function pauseUntil(next: number | undefined, now: number, chance: number): number {
  const left = next === undefined ? LEAST_MS : next - now;
  return Math.min(MOST_MS, Math.max(LEAST_MS, left)) + chance * SPREAD_MS;
}
