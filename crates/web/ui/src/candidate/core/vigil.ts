/** A clock that moves this much more or less than the other means sleep, or a clock set anew. */
const DRIFT_MS = 2_000;
/** A tick that comes this late means that the page stood still. */
const GAP_MS = 5_000;

export interface Clocks {
  /** Milliseconds, never set back; may stand still while the PC sleeps. */
  readonly steady: number;
  /** Milliseconds since 1970 as this PC believes. */
  readonly wall: number;
}

/** Notices sleep and clocks that were set: asked at every tick. */
export class Vigil {
  #last: Clocks;

  constructor(start: Clocks) {
    this.#last = start;
  }

  /** Whether what the page counted since the last tick cannot be trusted. */
  tick(now: Clocks): boolean {
    const steady = now.steady - this.#last.steady;
    const wall = now.wall - this.#last.wall;
    this.#last = now;
    return Math.abs(wall - steady) > DRIFT_MS || steady > GAP_MS;
  }
}
