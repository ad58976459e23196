/** A server of a test, and a seat before it. */

import { vi } from "vitest";
import type { Answered } from "../../api/client.ts";
import type { Paper, Receipt, State, Verdict, WhyTime, WireEvent } from "../../api/candidate.ts";
import { Problem } from "../../api/problem.ts";
import type { Line } from "./line.ts";
import { Seat } from "./seat.ts";
import type { Sight } from "./sight.ts";
import { MemoryStorage } from "./storage-memory.ts";
import type { Kept } from "./storage.ts";
import { ids, running, state } from "./testing.ts";

export const KEPT: Kept = {
  attempt: "a1",
  epoch: 1,
  seated: undefined,
  savedAt: 0,
  state: undefined,
  stateAt: 0,
  base: undefined,
  savedAnswerAt: undefined,
  openedAt: undefined,
  ready: false,
};

export const PAPER: Paper = {
  sections: [
    { sub_test: "twk", items: ["i1", "i2"].map((id) => ({ id, stem: [], picture: null, options: [] })) },
  ],
};

export const RECEIPT = {
  code: "ABCDEFGHJKMN",
  total: 5,
  totals: [],
  last_seq: 1,
  ended: 1_000_000,
} as unknown as Receipt;

export function refusal(status: number, code: string, more: object = {}, retryAfterMs?: number): Problem {
  return new Problem(status, { code, ...more }, retryAfterMs);
}

/** A server of a test: holds a state, judges what comes, and can be made to fail. */
export class Room implements Line {
  now: State = running(0);
  readonly got: string[] = [];
  readonly events_: WireEvent[] = [];
  /** Thrown by the next requests, in order. */
  readonly fails: unknown[] = [];
  /** Requests whose name begins so are answered 503. */
  broken = new Set<string>();
  judge: (event: WireEvent) => Verdict = ({ seq }) => ({ seq, verdict: "accepted" });
  inFlight = 0;
  mostInFlight = 0;

  async #answer<T>(name: string, body: () => T): Promise<Answered<T>> {
    this.got.push(name);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    const sentAt = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 10));
    this.inFlight -= 1;
    if (this.fails.length > 0) throw this.fails.shift();
    if (this.broken.has(name.split(" ")[0] ?? "")) throw refusal(503, "unavailable");
    return { body: body(), sentAt, receivedAt: performance.now() };
  }

  state = (answers: boolean) =>
    this.#answer(answers ? "answers" : "state", () => ({ state: this.now, ...(answers && { answers: [] }) }));
  because: WhyTime = { changes: [], pause: null };
  why = () => this.#answer("why", () => ({ state: this.now, why: this.because }));
  start = () => this.#answer("start", () => ({ state: this.now, paper: PAPER, blocks: [0] }));
  events = (_epoch: number, events: readonly WireEvent[]) =>
    this.#answer(`events ${events.map(({ seq }) => seq).join(",")}`, () => {
      const verdicts = events.map((event) => this.judge(event));
      const final = verdicts.filter(({ verdict }) => verdict === "accepted" || verdict === "late");
      this.events_.push(...events);
      this.now = { ...this.now, last_seq: Math.max(this.now.last_seq, ...final.map(({ seq }) => seq)) };
      return { state: this.now, verdicts };
    });
  finish = (_epoch: number, block: number, lastSeq: number) =>
    this.#answer(`finish ${block} ${lastSeq}`, () => this.#over());
  timeUp = (_epoch: number, lastSeq: number) => this.#answer(`time_up ${lastSeq}`, () => this.#over());
  receipt = () => this.#answer("receipt", () => RECEIPT);
  picture = async (): Promise<Blob> => new Blob();
  cut = (): void => undefined;

  #over(): { state: State; receipt: Receipt | null } {
    this.now = state("finished", this.now.last_seq);
    return { state: this.now, receipt: RECEIPT };
  }
}

/** Sits down, and lets 50 ms go by. */
export async function sit(
  room: Room,
  storage = new MemoryStorage(),
  kept = KEPT,
): Promise<{ seat: Seat; sight: () => Sight }> {
  const around = { line: room, storage, newId: ids(), random: () => 0.5 };
  const said = { body: room.now, sentAt: performance.now(), receivedAt: performance.now() };
  const seat = await Seat.take(around, kept, said);
  void seat.run();
  await vi.advanceTimersByTimeAsync(50);
  return { seat, sight: () => seat.sight() };
}

export const answer = (option: string) => ({ kind: "answer", option }) as const;
