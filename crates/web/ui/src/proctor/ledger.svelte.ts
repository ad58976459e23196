import { ask } from "../api/client.ts";
import type { SittingActs } from "./core/model.ts";

/** After a change the ledger is asked for at once, and again after this long: an act stands in it a moment after it can be
 * seen in the room. More often it is not asked for while changes go on. */
const REST_MS = 3_000;

/** What has been done in a sitting, as its server has it: who, what, when, why. */
export class Ledger {
  readonly #id: string;
  #known: SittingActs | undefined = $state.raw();
  /** Why it is not as of now, if so. */
  #error: unknown = $state.raw();
  /** How often it was read. */
  #readings = $state(0);
  #watchers = 0;
  #stale = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string) {
    this.#id = id;
  }

  get known(): SittingActs | undefined {
    return this.#known;
  }

  get error(): unknown {
    return this.#error;
  }

  get readings(): number {
    return this.#readings;
  }

  /** Somebody looks at it, until the function is called that this returns. */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#stale) void this.read();
    return () => (this.#watchers -= 1);
  }

  /** Something was done. */
  outdate(): void {
    this.#stale = true;
    if (this.#watchers === 0 || this.#timer !== undefined) return;
    void this.read();
    this.#timer = setTimeout(() => void this.read(), REST_MS);
  }

  /** Asks for it now. */
  async read(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stale = false;
    try {
      this.#known = await ask<SittingActs>(`/sittings/${encodeURIComponent(this.#id)}/acts`);
      this.#error = undefined;
      this.#readings += 1;
    } catch (error) {
      // The stream tells if nobody is logged in any more.
      this.#error = error;
      this.#stale = true;
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#watchers = 0;
  }
}
