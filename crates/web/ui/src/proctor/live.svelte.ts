import { ask } from "../api/client.ts";
import { NoAnswer, Problem, type ProblemBody } from "../api/problem.ts";
import { actedOn } from "./core/ledger.ts";
import type { Sitting } from "./core/model.ts";
import { delta, snapshot, type Room } from "./core/room.ts";
import { follow, type Link, type Outside } from "./core/stream.ts";
import { Ledger } from "./ledger.svelte.ts";

/** The last room of this page: after a new log-in, or a look at another part, it is there at once. */
let last: Room | undefined;

/** Another person at this PC has seen nothing yet. */
export function forget(): void {
  last = undefined;
}

/** A sitting, live. */
export class LiveRoom {
  readonly id: string;
  readonly ledger: Ledger;
  #room: Room | undefined = $state.raw();
  #link: Link = $state("opening");
  #heardAt: number | undefined = $state();
  #refusal: unknown = $state.raw();
  #why: unknown = $state.raw();
  /** Places on the page that tell of the lost line in words of their own. */
  #tellers = $state(0);
  /** Server's clock minus this browser's monotonic clock. */
  #ahead = 0;
  readonly #stop = new AbortController();

  constructor(id: string) {
    this.id = id;
    this.ledger = new Ledger(id);
    if (last?.sitting.id === id) this.#take(last);
    const listener = {
      snapshot: (sitting: Sitting) => this.#hear(sitting, snapshot(this.#room, sitting)),
      delta: (change: Sitting) => {
        if (this.#room) this.#hear(change, delta(this.#room, change));
      },
      heard: () => {
        if (this.#room) this.#heardAt = this.now();
      },
      link: (link: Link, why?: unknown) => this.#hang(link, why),
      refused: (error: unknown) => void (this.#refusal = error),
    };
    void follow(outside(id), listener, this.#stop.signal);
  }

  get room(): Room | undefined {
    return this.#room;
  }

  get link(): Link {
    return this.#link;
  }

  /** When the server was last heard, on its own clock. */
  get heardAt(): number | undefined {
    return this.#heardAt;
  }

  /** Why the server does not show this room, if so. */
  get refusal(): unknown {
    return this.#refusal;
  }

  /** Why the line is lost: no answer, or an answer that is none. */
  get why(): unknown {
    return this.#why;
  }

  /** Whether the page has to say that the line is lost: not where it stands beside what failed by it. */
  get mute(): boolean {
    return this.#tellers > 0;
  }

  /** Somebody else tells that the line is lost, until the function is called that this returns. */
  tell(): () => void {
    this.#tellers += 1;
    return () => (this.#tellers -= 1);
  }

  /** Asks how things stand, now. @throws {Problem | NoAnswer} */
  async refresh(): Promise<void> {
    const [sitting] = await Promise.all([
      ask<Sitting>(`/sittings/${encodeURIComponent(this.id)}`),
      this.ledger.read(),
    ]);
    // The stream may have been faster.
    if (sitting.now >= (this.#room?.sitting.now ?? 0)) this.#hear(sitting, snapshot(this.#room, sitting));
  }

  /** The server's time, as far as this page knows. */
  now(): number {
    return Math.round(performance.now() + this.#ahead);
  }

  end(): void {
    this.#stop.abort();
    this.ledger.end();
  }

  #hang(link: Link, why: unknown): void {
    // What was done while nobody listened stands in no delta.
    if (link === "live" && this.#link !== "live") this.ledger.outdate();
    this.#link = link;
    this.#why = why;
  }

  #hear(heard: Sitting, room: Room): void {
    this.#ahead = heard.now - performance.now();
    if (actedOn(this.#room, heard)) this.ledger.outdate();
    this.#take(room);
  }

  #take(room: Room): void {
    this.#room = room;
    this.#heardAt = room.sitting.now;
    last = room;
  }
}

function outside(id: string): Outside {
  return {
    open: (after, signal) => open(`/api/v1/sittings/${encodeURIComponent(id)}/events`, after, signal),
    poll: (signal) => ask<Sitting>(`/sittings/${encodeURIComponent(id)}`, { signal }),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

/** `EventSource` says neither why it was refused nor that the line has gone quiet; `fetch` does. */
async function open(
  url: string,
  after: string | undefined,
  signal: AbortSignal,
): Promise<AsyncIterable<string>> {
  const headers: Record<string, string> = { accept: "text/event-stream" };
  if (after !== undefined) headers["last-event-id"] = after;
  const init: RequestInit = { headers, signal, credentials: "same-origin", cache: "no-store" };
  const response = await fetch(url, init).catch(() => {
    throw new NoAnswer("network");
  });
  if (!response.ok) throw new Problem(response.status, await problem(response));
  if (!response.body) throw new NoAnswer("network");
  return texts(response.body.getReader());
}

async function problem(response: Response): Promise<ProblemBody> {
  try {
    return (await response.json()) as ProblemBody;
  } catch {
    return { code: "" };
  }
}

async function* texts(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}
