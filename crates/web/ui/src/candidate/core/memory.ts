import type { State } from "../../api/candidate.ts";
import type { Queue } from "./queue.ts";
import type { Kept, Outcome, Served, Storage } from "./storage.ts";

/** The last known state is written down this often, for a reload without network. */
const KEEP_MS = 15_000;

/** What this PC keeps of one attempt. Writes go their own way: nobody waits for them, and the first that fails is told. */
export class Memory {
  readonly #storage: Storage;
  readonly #onspoil: () => void;
  #kept: Kept;
  #broken = false;
  /** The receipt is here, the screen has gone elsewhere, or another device holds the attempt: nothing more is kept. */
  #closed = false;
  #lastState = -Infinity;

  constructor(storage: Storage, kept: Kept, onspoil: () => void) {
    this.#storage = storage;
    this.#kept = kept;
    this.#onspoil = onspoil;
  }

  get kept(): Kept {
    return this.#kept;
  }

  /** Whether it survives a reload. */
  get safe(): boolean {
    return this.#storage.durable && !this.#broken;
  }

  keep(change: Partial<Kept>): void {
    if (this.#closed) return;
    this.#kept = { ...this.#kept, ...change, savedAt: Date.now() };
    this.#try(this.#storage.keep(this.#kept));
  }

  /** The state as the server told it at `now`: written down when it is `news`, else now and then. */
  keepState(state: State, now: number, news: boolean): void {
    if (!news && now - this.#lastState <= KEEP_MS) return;
    this.#lastState = now;
    this.keep({ state, stateAt: Date.now() });
  }

  keepPaper(served: Served): void {
    this.#try(this.#storage.keepPaper(this.#kept.attempt, served));
  }

  /** Writes what has changed in the queue. */
  write(queue: Queue | undefined): void {
    const changes = queue?.takeChanges();
    if (!changes?.size || this.#closed) return;
    this.#try(this.#storage.write(this.#kept.attempt, this.#kept.epoch, changes));
  }

  /** What was sent is needed no more; how it ended is told until the candidate leaves. */
  conclude(state: State, outcome: Outcome): void {
    this.#closed = true;
    this.#kept = { ...this.#kept, seated: undefined, base: undefined, state, outcome };
    this.#try(this.#storage.conclude(this.#kept));
  }

  close(): void {
    this.#closed = true;
  }

  /** Nothing of the attempt stays here. */
  forget(): void {
    this.#closed = true;
    this.#try(this.#storage.forget(this.#kept.attempt));
  }

  #try(writing: Promise<void>): void {
    writing.catch(() => {
      // A later page must not take what it finds here for all there was.
      const first = !this.#broken;
      this.#broken = true;
      if (first) this.keep({ whole: false });
      this.#onspoil();
    });
  }
}

/** Before the server was ever heard. */
export function unknownState(epoch: number): State {
  return {
    phase: "waiting",
    epoch,
    last_seq: 0,
    block: 0,
    deadline: null,
    remaining_ms: null,
    time_revision: 0,
    now: 0,
  };
}
