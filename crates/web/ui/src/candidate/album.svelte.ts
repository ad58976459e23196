import type { Paper } from "../api/candidate.ts";
import { Problem } from "../api/problem.ts";
import { Backoff } from "./core/backoff.ts";
import type { Line } from "./core/line.ts";
import { isFinal, picturesOf } from "./core/pictures.ts";
import type { Storage } from "./core/storage.ts";

/** Few at once: answers go first. */
const AT_ONCE = 2;

/** Where the picture of a digest can be shown from. */
export interface Pictures {
  readonly url: (digest: string) => string | undefined;
}

/** The pictures of a paper: fetched once, kept with the paper, shown from memory. */
export class Album implements Pictures {
  readonly #urls: Record<string, string> = $state({});
  #closed = false;

  readonly url = (digest: string): string | undefined => this.#urls[digest];

  async fill(attempt: string, paper: Paper, line: Line, storage: Storage): Promise<void> {
    const kept = await storage.paper(attempt).catch(() => undefined);
    kept?.pictures.forEach((blob, digest) => this.#show(digest, blob));
    const missing = picturesOf(paper).filter((digest) => !this.#urls[digest]);
    const fetchOne = async (digest: string): Promise<void> => {
      const blob = await this.#fetch(digest, line);
      if (!blob || this.#closed) return;
      this.#show(digest, blob);
      await storage.keepPicture(attempt, digest, blob).catch(() => undefined);
    };
    const worker = async (): Promise<void> => {
      for (let digest = missing.shift(); digest && !this.#closed; digest = missing.shift()) {
        await fetchOne(digest);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  async #fetch(digest: string, line: Line): Promise<Blob | undefined> {
    const backoff = new Backoff(Math.random);
    while (!this.#closed) {
      try {
        return await line.picture(digest);
      } catch (error) {
        if (isFinal(error)) return undefined;
        const wait = backoff.fail(error instanceof Problem ? error.retryAfterMs : undefined);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return undefined;
  }

  #show(digest: string, blob: Blob): void {
    if (!this.#closed) this.#urls[digest] ??= URL.createObjectURL(blob);
  }

  /** Nothing of the paper stays in memory. */
  close(): void {
    this.#closed = true;
    for (const [digest, url] of Object.entries(this.#urls)) {
      URL.revokeObjectURL(url);
      Reflect.deleteProperty(this.#urls, digest);
    }
  }
}
