import { NoAnswer, Problem } from "../../api/problem.ts";
import type { Sitting, StreamEnd } from "./model.ts";
import { EventReader, type StreamEvent } from "./sse.ts";

/** How the page hears of the room. */
export type Link = "opening" | "live" | "polling" | "lost";

/** The world outside, given by the page and by tests. */
export interface Outside {
  /** Opens the stream after a cursor; chunks of text until it ends. @throws {Problem | NoAnswer} */
  open(after: string | undefined, signal: AbortSignal): Promise<AsyncIterable<string>>;
  /** The whole sitting. @throws {Problem | NoAnswer} */
  poll(signal: AbortSignal): Promise<Sitting>;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Listener {
  snapshot(sitting: Sitting): void;
  delta(change: Sitting): void;
  /** Anything at all was heard: the picture is as of now. */
  heard(): void;
  /** With `lost`: why. */
  link(link: Link, why?: unknown): void;
  /** The server will not have this page: session over, not permitted, no such sitting. */
  refused(error: unknown): void;
}

/** The server says something every 2 s. After this long in silence the line is dead: nobody looks at an old picture of
 * the room for more than five seconds and is told that it is live. */
export const SILENCE_MS = 4_500;
const RETRY_MS = 2_000;
const POLL_MS = 3_000;
/** While it polls, every so many polls the stream is tried again. */
const POLLS = 5;

/**
 * Follows a room until told to stop: by the stream, which goes on where it broke off; by asking again and again where
 * the stream is refused though the sitting is not.
 */
export async function follow(outside: Outside, listener: Listener, signal: AbortSignal): Promise<void> {
  let cursor: string | undefined;
  let refusal: unknown;
  listener.link("opening");
  while (!signal.aborted && refusal === undefined) {
    try {
      const session = await listen();
      if (session) refusal = await final(outside, signal);
      else if (!signal.aborted) {
        // The server has ended it, and may be slow to take it up again.
        listener.link("opening");
        await outside.wait(RETRY_MS, signal);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isFinal(error)) refusal = error;
      else if (error instanceof Problem && error.status < 500) refusal = await polls();
      else await again(error);
    }
  }
  if (!signal.aborted) listener.refused(refusal);

  /** True when the server ended the stream because the session is over. */
  async function listen(): Promise<boolean> {
    const silence = new Silence(signal);
    try {
      const reader = new EventReader();
      for await (const text of await outside.open(cursor, silence.signal)) {
        silence.broken();
        listener.link("live");
        listener.heard();
        for (const event of reader.read(text)) if (take(event) === "session") return true;
      }
      return false;
    } catch (error) {
      if (error instanceof Problem || signal.aborted) throw error;
      throw new NoAnswer("network");
    } finally {
      silence.end();
    }
  }

  function take({ name, data, id }: StreamEvent): StreamEnd["reason"] | undefined {
    if (name === "end") return (JSON.parse(data) as StreamEnd).reason;
    if (name === "snapshot") listener.snapshot(JSON.parse(data) as Sitting);
    else if (name === "delta") listener.delta(JSON.parse(data) as Sitting);
    if (id !== undefined) cursor = id;
    return undefined;
  }

  async function again(why: unknown): Promise<void> {
    listener.link("lost", why);
    await outside.wait(RETRY_MS, signal);
  }

  /** A while of asking; why the server wants no more of it, if so. */
  async function polls(): Promise<unknown> {
    for (let count = 0; count < POLLS && !signal.aborted; count += 1) {
      try {
        listener.snapshot(await outside.poll(signal));
        listener.heard();
        listener.link("polling");
      } catch (error) {
        if (isFinal(error)) return error;
        if (!signal.aborted) listener.link("lost", error);
      }
      await outside.wait(POLL_MS, signal);
    }
    return undefined;
  }
}

/** Why the server ended the stream: asking for the sitting tells; nothing when it answers after all. */
async function final(outside: Outside, signal: AbortSignal): Promise<unknown> {
  try {
    await outside.poll(signal);
    return undefined;
  } catch (error) {
    return isFinal(error) ? error : undefined;
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof Problem && [401, 403, 404].includes(error.status);
}

/** Aborts when nothing has been heard for too long. */
class Silence {
  readonly #abort = new AbortController();
  readonly #outer: AbortSignal;
  readonly #stop = (): void => this.#abort.abort();
  #timer: ReturnType<typeof setTimeout>;

  constructor(outer: AbortSignal) {
    this.#outer = outer;
    outer.addEventListener("abort", this.#stop);
    this.#timer = setTimeout(this.#stop, SILENCE_MS);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  broken(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#stop, SILENCE_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener("abort", this.#stop);
    this.#abort.abort();
  }
}
