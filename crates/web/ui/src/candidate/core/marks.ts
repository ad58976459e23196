/** A word is due when this many minutes are left. */
export const MARKS_MIN: readonly number[] = [15, 5, 1];

/** The mark that was passed between two readings of the time left, the latest one if there were several. */
export function passed(before: number | undefined, now: number | undefined): number | undefined {
  if (before === undefined || now === undefined) return undefined;
  const due = MARKS_MIN.filter((minutes) => before > minutes * 60_000 && now <= minutes * 60_000);
  return now > 0 ? due.at(-1) : undefined;
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
