import type { State, WhyTime } from "../../api/candidate.ts";
import { Countdown, type Moments } from "./countdown.ts";
import type { Shift } from "./sight.ts";

/** The candidate's time: what is left of it, how it was moved, and why. */
export class Clock {
  readonly #countdown = new Countdown();
  shift: Shift | undefined;
  why: WhyTime | undefined;
  /** Time has stopped or moved, and nobody has said why. */
  asksWhy = false;

  /** Takes a reply over that came after the state `before`. Whether the time left is not what was counted down to. */
  learn(before: State, state: State, moments: Moments): boolean {
    const ms = this.#countdown.learn(state, moments);
    const isPause = before.phase === "paused";
    // Another block has a time of its own: nobody was given anything.
    if (ms !== 0 && before.block === state.block) {
      this.shift = { ms, after: isPause ? "pause" : "granted", deadline: state.deadline };
      this.asksWhy ||= state.deadline !== before.deadline || state.time_revision !== before.time_revision;
    }
    if (state.phase === "paused" && !isPause) this.asksWhy = true;
    return ms !== 0;
  }

  explain(why: WhyTime | undefined): void {
    this.asksWhy = false;
    this.why = why;
  }

  /** Without network: what was left when it was last heard, `since` milliseconds ago on this PC's wall clock. */
  guess({ phase, remaining_ms }: State, since: number): void {
    // A wall clock that was set back says nothing.
    if (phase !== "running" || remaining_ms === null || since < 0) return;
    this.#countdown.guess(remaining_ms - since, performance.now());
  }

  distrust(): void {
    this.#countdown.distrust();
  }

  get isUp(): boolean {
    return this.#countdown.isUp(performance.now());
  }

  /** When time is up, on the monotonic clock, while it runs. */
  get zero(): number | undefined {
    return this.#countdown.zero;
  }

  /** Milliseconds left; nothing where no time is known. */
  get remaining(): number | undefined {
    return this.#countdown.remaining(performance.now());
  }
}
