const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/** How long to wait before the next try: longer from failure to failure, spread, and never less than asked for. */
export class Backoff {
  readonly #random: () => number;
  #failures = 0;

  /** `random` gives numbers from 0 up to, not including, 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  fail(retryAfterMs = 0): number {
    const own = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 10);
    // Rooms fail at one moment and must not come back at one moment.
    const spread = this.#random();
    return Math.max(retryAfterMs + spread * own, own * (0.5 + spread));
  }

  succeed(): void {
    this.#failures = 0;
  }

  get failures(): number {
    return this.#failures;
  }
}
