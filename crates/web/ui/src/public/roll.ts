/** How a board moves by itself, so that everybody in the hall sees every row. */
export interface Roll {
  /** Pixels from the top. */
  readonly at: number;
  /** When it last moved. */
  readonly before: number;
  /** It stands still until then. */
  readonly restUntil: number;
}

export interface Room {
  /** How far it can scroll. */
  readonly end: number;
  /** How much of it is seen. */
  readonly view: number;
}

/** Pixels a second: slow enough to read a name on the way. */
export const SPEED = 40;
/** How long it rests at either end, and on every page where it turns pages. */
export const REST_MS = 6_000;
/** How much of a page is seen again on the next. */
const OVERLAP = 0.1;

/** Smoothly down, a rest, and back to the top; `paged` turns pages instead, for those whom motion disturbs. */
export function advance(roll: Roll, now: number, { end, view }: Room, paged: boolean): Roll {
  if (end <= 0) return { at: 0, before: now, restUntil: now + REST_MS };
  if (now < roll.restUntil) return { ...roll, before: now };
  const resting = { before: now, restUntil: now + REST_MS };
  // Browsers round where they stand.
  if (roll.at >= end - 1) return { at: 0, ...resting };
  const step = paged ? view * (1 - OVERLAP) : (SPEED * (now - roll.before)) / 1_000;
  const at = roll.at + step;
  if (at >= end - 1) return { at: end, ...resting };
  return paged ? { at, ...resting } : { at, before: now, restUntil: roll.restUntil };
}
