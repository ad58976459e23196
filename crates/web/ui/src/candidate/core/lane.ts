import { Problem } from "../../api/problem.ts";
import { Backoff } from "./backoff.ts";

/** The network's or the load's doing, and over when it is asked again: the request came too slowly, or too many did. */
const BUSY: ReadonlySet<number> = new Set([408, 429]);

/**
 * How requests of one sort fare. Acts (answers, start, end) and questions (the state) go by lanes of their own: where
 * the way of the acts alone is blocked, the page still hears of pauses and of time.
 */
export class Lane {
  readonly #backoff: Backoff;
  #notBefore = 0;
  /** Requests have failed since the last answer. */
  failing = false;
  /** What the server refused, other than by the rules of the game. */
  trouble: Problem | undefined;

  constructor(random: () => number) {
    this.#backoff = new Backoff(random);
  }

  /** When it may be tried again, on the monotonic clock. */
  get notBefore(): number {
    return this.#notBefore;
  }

  /** An answer came. Where it brought nothing further, `rest` has been called meanwhile and stands. */
  succeed(): void {
    if (performance.now() >= this.#notBefore) this.#backoff.succeed();
    this.failing = false;
    this.trouble = undefined;
  }

  /** Not again at once. */
  rest(retryAfterMs?: number): void {
    this.#notBefore = performance.now() + this.#backoff.fail(retryAfterMs);
  }

  /** Notes what kind of failure it was; how long to rest is another question. */
  note(error: unknown): void {
    this.failing = !(error instanceof Problem) || error.status >= 500 || BUSY.has(error.status);
  }

  /** A refusal that this page has no answer to. */
  suffer(problem: Problem): void {
    if (problem.status !== 503 && !BUSY.has(problem.status)) this.trouble = problem;
    this.rest(problem.retryAfterMs);
  }

  /** Something may have changed: what waits goes now. */
  hurry(): void {
    this.#notBefore = 0;
  }
}
