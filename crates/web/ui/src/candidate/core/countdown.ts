import type { State } from "../../api/candidate.ts";

/** Differences below this are the network's, not a decision of anybody. */
const NOISE_MS = 1_500;

/** The moments around a request, on the page's monotonic clock. */
export interface Moments {
  readonly sentAt: number;
  readonly receivedAt: number;
}

/**
 * The time left, between two replies. The server's account is the truth; the page counts down from the last reply on
 * its monotonic clock, locks at zero and unlocks when a reply says that more is left.
 */
export class Countdown {
  /** When time is up, on the monotonic clock, while it runs. */
  #zero: number | undefined;
  /** What was left when time was stopped. */
  #frozen: number | undefined;
  /** The server's deadline to which `#zero` belongs, and how far off it may be. */
  #deadline: number | undefined;
  #error = Infinity;
  /** What is known may be far off: a difference is no news. */
  #doubtful = false;

  /**
   * Takes a reply over. Returns by how much the time left is now more (or less) than this page expected, and 0 when
   * that is within what a network does. `now` is the moment of the reply.
   */
  learn(state: State, { sentAt, receivedAt }: Moments): number {
    const expected = this.remaining(receivedAt);
    const stood = this.#frozen !== undefined;
    const ticking = state.phase === "running" || state.phase === "time_up";
    if (ticking && state.remaining_ms !== null) this.#tick(state, state.remaining_ms, sentAt, receivedAt);
    else this.#stop(state.phase === "paused" ? (state.remaining_ms ?? undefined) : undefined);
    const left = this.remaining(receivedAt);
    const doubtful = this.#doubtful;
    this.#doubtful = false;
    // Seconds that ran here until the pause was heard of are no news.
    if (!ticking || doubtful || expected === undefined || left === undefined) return 0;
    const shift = left - expected;
    // Time has run since it went on, and nobody here saw it.
    if (stood && shift < 0) return 0;
    const noise = NOISE_MS + (receivedAt - sentAt) / 2;
    return Math.abs(shift) > noise ? shift : 0;
  }

  #tick(state: State, remaining: number, sentAt: number, receivedAt: number): void {
    const error = (receivedAt - sentAt) / 2;
    const zero = sentAt + error + remaining;
    const near = this.#zero !== undefined && Math.abs(zero - this.#zero) <= error + this.#error;
    // A slow reply about the same deadline knows no better; the shown time does not jump about.
    const keeps = near && state.deadline === this.#deadline && error >= this.#error;
    this.#frozen = undefined;
    if (keeps) return;
    this.#zero = zero;
    this.#error = error;
    this.#deadline = state.deadline ?? undefined;
  }

  #stop(left: number | undefined): void {
    this.#zero = undefined;
    this.#error = Infinity;
    this.#deadline = undefined;
    this.#frozen = left;
  }

  /** After sleep the monotonic clock may have stood still: the next reply counts, whatever was known. */
  distrust(): void {
    this.#error = Infinity;
    this.#doubtful = true;
  }

  /** Starts from what this PC's wall clock says, until the server is heard again. */
  guess(left: number, now: number): void {
    this.#zero = now + Math.max(0, left);
    this.distrust();
  }

  /** Milliseconds left; nothing while no time is known. */
  remaining(now: number): number | undefined {
    if (this.#zero !== undefined) return Math.max(0, this.#zero - now);
    return this.#frozen;
  }

  /** Whether time is up on this page's clock. */
  isUp(now: number): boolean {
    return this.#zero !== undefined && now >= this.#zero;
  }

  get zero(): number | undefined {
    return this.#zero;
  }
}
