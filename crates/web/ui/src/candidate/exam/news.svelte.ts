import { mark, span } from "../core/marks.ts";
import type { WhyTime } from "../../api/candidate.ts";
import type { Shift, Sight } from "../core/sight.ts";
import type { Texts } from "../id.ts";
import { texts } from "../texts.ts";

export interface Word {
  readonly key: string;
  readonly tone: "info" | "warn" | "danger";
  /** In whatever language is chosen when it is looked at. */
  readonly lines: (texts: Texts) => readonly string[];
  /** When it was said, on the page's clock. */
  readonly at: number;
}

/** A word stands this long. */
export const STANDS_MS = 30_000;

/** A word about the time left is wrong when the clock is so far from it, whatever holds it. */
const FAR_MS = 40_000;

/** A page measures a change of time to within this. */
const NEAR_MS = 5_000;

/** At most this many stand above the item. */
const SHOWN_MAX = 3;

/** What the candidate must be told while working: time marks, time given, the end of a pause, a next block. */
export class News {
  shown: readonly Word[] = $state.raw([]);
  /** Read out at once, and seen in `shown`. */
  urgent: string | undefined = $state();
  /** The word about the move to this PC has been read. */
  read = $state(false);
  readonly #keepMark: (mark: number) => void;
  #mark: number | undefined;
  /** What was left when the last word about it was said. */
  #markAt = 0;
  #shift: Shift | undefined;
  /** What the word about the time given says. */
  #given: Shift | undefined;
  #phase: string | undefined;
  #block: number | undefined;
  #why: WhyTime | undefined;

  /** `keepMark` keeps what was said of the time left for the next load of the page. */
  constructor(keepMark: (mark: number) => void) {
    this.#keepMark = keepMark;
  }

  /** Called at every change of what is seen. */
  see(sight: Sight, remaining: number | undefined): void {
    const { phase, block } = sight.state;
    if (phase === "paused") this.dismiss("pause");
    if (this.#phase === "paused" && phase === "running")
      this.#say("pause", "info", (t) => [t.paused.resumed]);
    if (this.#block !== undefined && block > this.#block) this.#say("block", "info", (t) => [t.nextBlock]);
    if (sight.shift && sight.shift !== this.#shift) this.#tellShift(this.#sum(sight.shift));
    // The end that was told is not the end any more.
    else if (this.#given && this.#given.deadline !== sight.state.deadline) this.dismiss("shift");
    else if (sight.why !== this.#why && this.#given) this.#tellShift(this.#given, sight.why);
    if (phase === "running" && !sight.provisional && remaining !== undefined) this.#watch(sight, remaining);
    this.#phase = phase;
    this.#block = block;
    this.#why = sight.why;
    this.#shift = sight.shift;
  }

  #watch(sight: Sight, remaining: number): void {
    const { told, say } = mark(this.#mark ?? sight.mark, remaining);
    if (told !== this.#mark) this.#keepMark(told);
    this.#mark = told;
    if (Math.abs(remaining - this.#markAt) > FAR_MS) this.dismiss("mark");
    if (say === undefined) return;
    this.#markAt = remaining;
    this.#say("mark", say <= 5 ? "danger" : "warn", (t) => [t.time.mark(say)]);
  }

  /** Time given anew while the last gift is still shown: both together. */
  #sum(shift: Shift): Shift {
    const before = this.#shows() && this.#given ? this.#given.ms : 0;
    return (this.#given = before > 0 && shift.ms > 0 ? { ...shift, ms: before + shift.ms } : shift);
  }

  #shows(): boolean {
    return this.shown.some(({ key }) => key === "shift");
  }

  /** Told when it happens, and told again with its reason when that has been asked. */
  #tellShift({ ms, after, deadline }: Shift, why?: WhyTime): void {
    let sum = 0;
    // As many of the last changes as it takes, the last one first.
    const causes = [...(why?.changes ?? [])].reverse().filter(({ by_ms }, at) => {
      const before = sum;
      sum += by_ms;
      return at === 0 || before < ms - NEAR_MS;
    });
    if (why && (!causes[0] || !this.#shows())) return;
    const { minutes, seconds } = span(ms);
    this.#say("shift", ms < 0 ? "warn" : "info", ({ time: t }) => {
      const size = t.span(minutes, seconds);
      const usual = after === "pause" ? t.becausePause : t.becauseGranted;
      const reasons = causes.map(({ cause, words }) => t.because(cause, words));
      const lines = ms < 0 ? [t.reduced(size)] : [t.added(size), ...(reasons[0] ? reasons : [usual])];
      return deadline === null ? lines : [...lines, t.until(deadline)];
    });
  }

  #say(key: string, tone: Word["tone"], lines: Word["lines"]): void {
    const others = this.shown.filter((word) => word.key !== key);
    this.shown = [{ key, tone, lines, at: performance.now() }, ...others].slice(0, SHOWN_MAX);
    this.urgent = lines(texts.now).join(" ");
  }

  /** What was said long ago goes by itself. */
  expire(): void {
    const oldest = performance.now() - STANDS_MS;
    this.#keep(({ at }) => at > oldest);
  }

  dismiss(key: string): void {
    this.#keep((word) => word.key !== key);
  }

  #keep(stands: (word: Word) => boolean): void {
    if (!this.shown.every(stands)) this.shown = this.shown.filter(stands);
  }
}
