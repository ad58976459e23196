import type { Held } from "./held.ts";
import type { Kept, KeptPaper, Served, Storage } from "./storage.ts";

/** Where the browser forbids storage: it lasts as long as the tab, and the page says so. */
export class MemoryStorage implements Storage {
  readonly durable = false;
  readonly #attempts = new Map<string, Kept>();
  readonly #events = new Map<string, Map<number, Held>>();
  readonly #papers = new Map<string, Served & { pictures: Map<string, Blob> }>();
  #current: string | undefined;
  #device: string | undefined;

  async device(): Promise<string | undefined> {
    return this.#device;
  }

  async keepDevice(id: string): Promise<void> {
    this.#device = id;
  }

  async current(): Promise<Kept | undefined> {
    return this.#current === undefined ? undefined : this.#attempts.get(this.#current);
  }

  async attempt(attempt: string): Promise<Kept | undefined> {
    return this.#attempts.get(attempt);
  }

  async keep(kept: Kept): Promise<void> {
    this.#attempts.set(kept.attempt, kept);
  }

  async sitDown(kept: Kept): Promise<void> {
    for (const attempt of [...this.#papers.keys()]) {
      if (attempt !== kept.attempt) this.#papers.delete(attempt);
    }
    this.#attempts.set(kept.attempt, kept);
    this.#current = kept.attempt;
  }

  async standUp(): Promise<void> {
    this.#papers.clear();
    this.#attempts.clear();
    this.#current = undefined;
  }

  #rows(attempt: string, epoch: number): Map<number, Held> {
    const key = `${attempt} ${epoch}`;
    const rows = this.#events.get(key) ?? new Map<number, Held>();
    this.#events.set(key, rows);
    return rows;
  }

  async events(attempt: string, epoch: number): Promise<Held[]> {
    return [...this.#rows(attempt, epoch).values()];
  }

  async unsentOfOthers(attempt: string, epoch: number): Promise<number> {
    let count = 0;
    for (const [key, rows] of this.#events) {
      if (!key.startsWith(`${attempt} `) || key === `${attempt} ${epoch}`) continue;
      count += [...rows.values()].filter((held) => held.verdict === undefined).length;
    }
    return count;
  }

  async write(attempt: string, epoch: number, changes: ReadonlyMap<number, Held | undefined>): Promise<void> {
    const rows = this.#rows(attempt, epoch);
    for (const [seq, held] of changes) {
      if (held) rows.set(seq, held);
      else rows.delete(seq);
    }
  }

  async paper(attempt: string): Promise<KeptPaper | undefined> {
    return this.#papers.get(attempt);
  }

  async keepPaper(attempt: string, served: Served): Promise<void> {
    this.#papers.set(attempt, { ...served, pictures: new Map() });
  }

  async keepPicture(attempt: string, digest: string, picture: Blob): Promise<void> {
    this.#papers.get(attempt)?.pictures.set(digest, picture);
  }

  #drop(attempt: string): void {
    this.#attempts.delete(attempt);
    this.#papers.delete(attempt);
    for (const key of [...this.#events.keys()]) if (key.startsWith(`${attempt} `)) this.#events.delete(key);
  }

  async conclude(kept: Kept): Promise<void> {
    this.#drop(kept.attempt);
    this.#attempts.set(kept.attempt, kept);
  }

  async forget(attempt: string): Promise<void> {
    this.#drop(attempt);
    this.#current = undefined;
  }

  close(): void {
    // Nothing is open.
  }
}
