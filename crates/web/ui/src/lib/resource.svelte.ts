/** Something that is asked of the server, again and again; the last answer stays when a later one fails. */
export class Resource<T> {
  value: T | undefined = $state.raw();
  /** Why the newest question had no answer. */
  error: unknown = $state.raw();
  busy = $state(false);

  readonly #load: (signal: AbortSignal) => Promise<T>;
  #asked = 0;
  #abort: AbortController | undefined;

  constructor(load: (signal: AbortSignal) => Promise<T>) {
    this.#load = load;
  }

  /** Asks anew; an older question that is still open counts no more. */
  async refresh(): Promise<void> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    const mine = (this.#asked += 1);
    this.busy = true;
    try {
      const value = await this.#load(abort.signal);
      if (mine !== this.#asked) return;
      this.value = value;
      this.error = undefined;
    } catch (error) {
      if (mine !== this.#asked) return;
      this.error = error;
    }
    this.busy = false;
  }

  stop(): void {
    this.#asked += 1;
    this.#abort?.abort();
    this.busy = false;
  }
}

/**
 * Asks at once and then in a rhythm, each time after the answer before; less often after failures, not at all while
 * nobody looks at the page. For an `$effect`: what it returns ends it.
 */
export function poll(resource: Resource<unknown>, everyMs: number | (() => number)): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const pause = (): number => (typeof everyMs === "number" ? everyMs : everyMs());
  const turn = async (): Promise<void> => {
    if (!document.hidden) await resource.refresh();
    if (!over) timer = setTimeout(() => void turn(), pause() * (resource.error ? 2 : 1));
  };
  const seen = (): void => {
    if (document.hidden || over) return;
    clearTimeout(timer);
    void turn();
  };
  void turn();
  document.addEventListener("visibilitychange", seen);
  return () => {
    over = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
    resource.stop();
  };
}
