import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { NoAnswer, Problem } from "../../api/problem.ts";
import type { Sitting } from "./model.ts";
import { EventReader } from "./sse.ts";
import { follow, SILENCE_MS, type Link, type Outside } from "./stream.ts";
import { sitting } from "./testing.ts";

const event = (name: string, data: unknown, id?: string): string =>
  `${id ? `id: ${id}\n` : ""}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

type Step = (signal: AbortSignal) => AsyncIterable<string> | Error;

/** A server that answers each opening with the next step, and notes what it was asked. */
class Fake implements Outside {
  readonly cursors: (string | undefined)[] = [];
  readonly told: string[] = [];
  readonly links: Link[] = [];
  readonly stop = new AbortController();
  refusal: unknown;
  pollAnswer: Sitting | Error = sitting({ now: 7 });

  constructor(readonly steps: Step[]) {}

  async open(after: string | undefined, signal: AbortSignal): Promise<AsyncIterable<string>> {
    this.cursors.push(after);
    const step = this.steps.shift();
    if (!step) {
      this.stop.abort();
      throw new NoAnswer("aborted");
    }
    const answer = step(signal);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  async poll(): Promise<Sitting> {
    if (this.pollAnswer instanceof Error) throw this.pollAnswer;
    return this.pollAnswer;
  }

  async wait(): Promise<void> {
    await Promise.resolve();
  }

  run(): Promise<void> {
    const listener = {
      snapshot: (all: Sitting) => void this.told.push(`snapshot ${all.now}`),
      delta: (change: Sitting) => void this.told.push(`delta ${change.now}`),
      heard: () => undefined,
      link: (link: Link) => void (this.links.at(-1) === link || this.links.push(link)),
      refused: (error: unknown) => void (this.refusal = error),
    };
    return follow(this, listener, this.stop.signal);
  }
}

async function* says(...texts: string[]): AsyncIterable<string> {
  yield* texts;
}

it("reads events cut anywhere, and passes over comments", () => {
  const reader = new EventReader();
  const text = `retry: 2000\n\n: beat\n\n${event("delta", { a: 1 }, "x-1")}`;
  const found = [...text].flatMap((letter) => [...reader.read(letter)]);
  expect(found).toEqual([{ name: "delta", data: '{"a":1}', id: "x-1" }]);
});

it("goes on after the last event that it saw", async () => {
  const first = event("snapshot", sitting({ now: 1 }), "c-1") + event("delta", sitting({ now: 2 }), "c-2");
  const fake = new Fake([() => says(first), () => new NoAnswer("network"), () => says(": beat\n\n")]);
  await fake.run();
  expect(fake.cursors).toEqual([undefined, "c-2", "c-2", "c-2"]);
  expect(fake.told).toEqual(["snapshot 1", "delta 2"]);
  expect(fake.links).toEqual(["opening", "live", "opening", "lost", "live", "opening"]);
});

it("keeps no cursor of half an event", async () => {
  const fake = new Fake([() => says("id: c-1\nevent: snapshot\ndata: {")]);
  await fake.run();
  expect(fake.cursors).toEqual([undefined, undefined]);
});

it("polls where the stream is refused, and tries the stream again", async () => {
  const full = new Problem(429, { code: "too_many_streams" });
  const fake = new Fake([() => full, () => says(event("snapshot", sitting({ now: 9 }), "c"))]);
  await fake.run();
  expect(fake.told).toEqual([...Array<string>(5).fill("snapshot 7"), "snapshot 9"]);
  expect(fake.links).toEqual(["opening", "polling", "live", "opening"]);
});

it("says when the session is over, and stops", async () => {
  const over = new Problem(401, { code: "unauthenticated" });
  const fake = new Fake([() => says(event("end", { reason: "session" }))]);
  fake.pollAnswer = over;
  await fake.run();
  expect(fake.refusal).toBe(over);
  const refused = new Fake([() => over]);
  await refused.run();
  expect(refused.refusal).toBe(over);
});

it("gives up a line on which nothing is heard", async () => {
  async function* silent(signal: AbortSignal): AsyncIterable<string> {
    yield ": beat\n\n";
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("cut"))));
  }
  const fake = new Fake([silent]);
  const done = fake.run();
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
  expect(fake.cursors).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  await done;
  expect(fake.links).toEqual(["opening", "live", "lost"]);
});

it("calls a picture live for less than five seconds after the last word of the server", () => {
  expect(SILENCE_MS).toBeLessThan(5_000);
  // One beat may be lost on the way.
  expect(SILENCE_MS).toBeGreaterThan(2 * 2_000);
});
