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
  #shift: Shift | undefined;
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
    if (sight.shift && sight.shift !== this.#shift) this.#tellShift(sight.shift);
    else if (sight.why !== this.#why && sight.shift) this.#tellShift(sight.shift, sight.why);
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
    if (say !== undefined) this.#say("mark", say <= 5 ? "danger" : "warn", (t) => [t.time.mark(say)]);
  }

  /** Told when it happens, and told again with its reason when that has been asked. */
  #tellShift({ ms, after, deadline }: Shift, why?: WhyTime): void {
    const last = why?.changes.at(-1);
    if (why && (!last || !this.shown.some(({ key }) => key === "shift"))) return;
    const { minutes, seconds } = span(ms);
    this.#say("shift", ms < 0 ? "warn" : "info", ({ time: t }) => {
      const size = t.span(minutes, seconds);
      const usual = after === "pause" ? t.becausePause : t.becauseGranted;
      const lines =
        ms < 0 ? [t.reduced(size)] : [t.added(size), last ? t.because(last.cause, last.words) : usual];
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
