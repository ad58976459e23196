import type { Answered } from "../../api/client.ts";
import type { Ended, Paper, Receipt, State, WhyTime } from "../../api/candidate.ts";
import { Problem } from "../../api/problem.ts";
import { Backoff } from "./backoff.ts";
import { Countdown, type Moments } from "./countdown.ts";
import { toWire, UNTOUCHED, type Deed, type Standing } from "./held.ts";
import type { Line } from "./line.ts";
import { Queue, type Count } from "./queue.ts";
import type { Base, Kept, Served, Storage } from "./storage.ts";

/** With nothing to send, the page asks this often. */
export const POLL_MS = 3_000;
/** The last known state is written down this often, for a reload without network. */
const KEEP_MS = 15_000;
/** The network's or the load's doing, and over when it is asked again: the request came too slowly, or too many did. */
const BUSY: ReadonlySet<number> = new Set([408, 429]);
const CLIENT_MS_MAX = 2 ** 32 - 1;

/** What the seat needs from outside. */
export interface Surroundings {
  readonly line: Line;
  readonly storage: Storage;
  /** 64 random bits as 16 hexadecimal digits. */
  readonly newId: () => string;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Why this page can go no further with this attempt. */
export type Stop =
  | { readonly kind: "moved"; readonly unsent: number }
  | { readonly kind: "log_in" }
  | { readonly kind: "left" };

/** The time left is not what the page had counted down to. */
export interface Shift {
  readonly ms: number;
  /** `pause`: time had stood still. `granted`: a proctor's act while it ran. */
  readonly after: "pause" | "granted";
  readonly deadline: number | null;
}

/** What the screen shows. A new one is made at every change. */
export interface Sight {
  readonly state: State;
  /** Whether the state is from this PC's memory and not from the server. */
  readonly provisional: boolean;
  readonly ready: boolean;
  readonly loaded: boolean;
  readonly paper: Paper | undefined;
  readonly standing: (item: string) => Standing;
  /** Whether a click is taken: time runs, and is not up on this page's clock. */
  readonly open: boolean;
  /** Whether an item belongs to the timed block that runs. */
  readonly inBlock: (item: string) => boolean;
  /** The item that was looked at last, by its number in the block. */
  readonly place: number;
  /** How many timed blocks the paper has. */
  readonly blocks: number;
  /** Time is up on this page's clock, and the server has not ended the attempt yet. */
  readonly locked: boolean;
  readonly ending: boolean;
  /** Answers without a verdict. */
  readonly unsent: number;
  readonly count: Count;
  /** With a receipt: whether this page knows that every answer that was ever given is on the server and counts. */
  readonly complete: boolean;
  /** Requests have failed since the last answer of the server. */
  readonly failing: boolean;
  /** What the server last refused, other than by the rules of the game. */
  readonly trouble: Problem | undefined;
  readonly savedAnswerAt: number | undefined;
  readonly shift: Shift | undefined;
  /** Why time stands still, and what has moved its end; once it was asked. */
  readonly why: WhyTime | undefined;
  readonly receipt: Receipt | undefined;
  readonly stop: Stop | undefined;
  /** Whether this PC keeps what is not sent through a reload. */
  readonly safe: boolean;
}

type Step =
  | { readonly kind: "answers" | "state" | "start" | "events" | "finish" | "time_up" | "receipt" | "why" }
  | { readonly kind: "wait"; readonly ms: number };

/**
 * The candidate's page without its screen: one attempt under one lease, from log-in to receipt. One request is in
 * flight; whatever the server does not acknowledge is sent again.
 */
export class Seat {
  readonly #around: Surroundings;
  readonly #countdown = new Countdown();
  readonly #backoff: Backoff;
  readonly #watchers = new Set<(sight: Sight) => void>();
  #kept: Kept;
  #state: State;
  #provisional: boolean;
  #queue: Queue | undefined;
  #paper: Paper | undefined;
  /** The timed block of every item. */
  #blocks: ReadonlyMap<string, number> = new Map();
  #receipt: Receipt | undefined;
  #stop: Stop | undefined;
  #shift: Shift | undefined;
  #trouble: Problem | undefined;
  #failing = false;
  #broken = false;
  #wantsEnd = false;
  #mustLook = false;
  #why: WhyTime | undefined;
  /** Time has stopped or moved, and nobody has said why. */
  #asksWhy = false;
  #lastContact = -Infinity;
  #lastKept = -Infinity;
  #notBefore = 0;
  #wake: (() => void) | undefined;
  #running = false;

  constructor(around: Surroundings, kept: Kept, state: State, provisional: boolean) {
    this.#around = around;
    this.#kept = kept;
    this.#state = state;
    this.#provisional = provisional;
    this.#backoff = new Backoff(around.random);
  }

  /** A seat after log-in or reload; with what this PC keeps of it. */
  static async take(around: Surroundings, kept: Kept, said: Answered<State> | undefined): Promise<Seat> {
    const state = said?.body ?? kept.state ?? unknownState(kept.epoch);
    const seat = new Seat(around, kept, state, said === undefined);
    const paper = await around.storage.paper(kept.attempt).catch(() => undefined);
    if (paper) seat.#lay(paper);
    if (said) seat.#learn(said.body, said);
    else await seat.#fromMemory();
    return seat;
  }

  /** Without network: as this PC remembers it, until the server is heard. */
  async #fromMemory(): Promise<void> {
    const { base, state, stateAt } = this.#kept;
    if (!base || !state) return;
    await this.#fill(base, state);
    const since = Date.now() - stateAt;
    // A wall clock that was set back says nothing.
    if (state.phase === "running" && state.remaining_ms !== null && since >= 0) {
      this.#countdown.guess(state.remaining_ms - since, performance.now());
    }
  }

  async #fill(base: Base, state: State): Promise<void> {
    const { attempt, epoch } = this.#kept;
    const held = await this.#around.storage.events(attempt, epoch).catch(() => []);
    const judged = held.filter((event) => event.verdict !== undefined).map((event) => event.seq);
    const known = this.#provisional ? Math.max(state.last_seq, ...judged) : state.last_seq;
    this.#queue = new Queue({ held, state: { ...state, last_seq: known }, base }, this.#around.newId);
    this.#queue.setItems(this.#blocks);
    this.#write();
  }

  // ---- for the screen

  get attempt(): string {
    return this.#kept.attempt;
  }

  watch(watcher: (sight: Sight) => void): () => void {
    this.#watchers.add(watcher);
    watcher(this.sight());
    return () => this.#watchers.delete(watcher);
  }

  sight(): Sight {
    const queue = this.#queue;
    // The wall clock of this PC may be wrong: only after a word of the server is time up.
    const locked = !this.#provisional && this.#countdown.isUp(performance.now());
    const open = this.#state.phase === "running" && !locked && !this.#wantsEnd && !this.#stop;
    return {
      state: this.#state,
      provisional: this.#provisional,
      ready: this.#kept.ready,
      loaded: queue !== undefined,
      paper: this.#paper,
      standing: (item) => queue?.standing(item) ?? UNTOUCHED,
      open: open && queue !== undefined && this.#paper !== undefined,
      inBlock: (item) => this.#inBlock(item),
      place: this.#kept.place ?? 1,
      blocks: Math.max(0, ...this.#blocks.values()) + 1,
      locked: locked || this.#state.phase === "time_up",
      ending: this.#wantsEnd,
      unsent: queue?.waiting ?? 0,
      count: this.#kept.outcome?.count ?? queue?.count ?? { late: 0, refused: 0 },
      complete: this.#kept.outcome?.complete ?? false,
      failing: this.#failing,
      trouble: this.#trouble,
      savedAnswerAt: this.#kept.savedAnswerAt,
      shift: this.#shift,
      why: this.#why,
      receipt: this.#receipt,
      stop: this.#stop,
      safe: this.#around.storage.durable && !this.#broken,
    };
  }

  #tell(): void {
    const sight = this.sight();
    this.#watchers.forEach((watcher) => watcher(sight));
  }

  /** Milliseconds left on the page's clock, a guess while provisional; nothing where no time is known. */
  remaining(): number | undefined {
    const left = this.#countdown.remaining(performance.now());
    return this.#provisional && left === 0 ? undefined : left;
  }

  /** A click is an answer: kept on this PC and sent, both at once. Whether it was taken. */
  click(item: string, deed: Deed): boolean {
    if (!this.#queue || !this.sight().open || !this.#inBlock(item)) return false;
    const since = Date.now() - (this.#kept.openedAt ?? Date.now());
    this.#queue.click(item, deed, Math.min(CLIENT_MS_MAX, Math.max(0, Math.round(since))));
    this.#write();
    this.#tell();
    this.wake();
    return true;
  }

  /** The candidate has read the rules: the paper may come as soon as the room opens. */
  beReady(): void {
    this.#keep({ ready: true });
    this.#tell();
    this.wake();
  }

  /** The candidate looks at this item: a reload comes back to it. */
  visit(place: number): void {
    if (place !== this.#kept.place) this.#keep({ place });
  }

  /** The candidate wants to end the block, and has confirmed it. */
  finish(): void {
    if (!this.sight().open) return;
    this.#wantsEnd = true;
    this.#tell();
    this.wake();
  }

  /** Something may have changed: the network is back, the page is seen again. */
  look(): void {
    this.#mustLook = true;
    this.#notBefore = 0;
    this.wake();
  }

  /** The PC slept, or its clocks disagree: only the server knows the time now. */
  distrustClock(): void {
    this.#countdown.distrust();
    this.look();
  }

  /** The same attempt after a new log-in on this device, under the same lease. */
  resume(said: Answered<State>): void {
    this.#stop = undefined;
    this.#learn(said.body, said);
    this.look();
  }

  /** The screen goes elsewhere: nothing more is sent from here. */
  leave(): void {
    this.#stop = { kind: "left" };
    this.#running = false;
    this.#around.line.cut();
    this.wake();
    this.#watchers.clear();
  }

  wake(): void {
    this.#wake?.();
  }

  // ---- the loop

  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#running) {
      const step = this.#next();
      if (step.kind === "wait") {
        await this.#sleep(step.ms);
        this.#tell();
        continue;
      }
      try {
        await this.#perform(step.kind);
        if (performance.now() >= this.#notBefore) this.#backoff.succeed();
        this.#failing = false;
        this.#trouble = undefined;
      } catch (error) {
        if (!this.#running) break;
        this.#suffer(error);
      }
      this.#write();
      this.#tell();
    }
  }

  #next(): Step {
    const now = performance.now();
    if (this.#stop || this.#receipt || this.#state.phase === "gone") return { kind: "wait", ms: Infinity };
    if (now < this.#notBefore) return { kind: "wait", ms: this.#notBefore - now };
    if (!this.#queue) return { kind: "answers" };
    if (this.#mustLook || this.#provisional) return { kind: "state" };
    const { phase } = this.#state;
    const moving = phase === "running" || phase === "time_up";
    if ((moving || phase === "finished") && this.#queue.batch().length > 0) return { kind: "events" };
    if (phase === "finished") return { kind: "receipt" };
    const wantsPaper = moving || phase === "paused" || (phase === "open" && this.#kept.ready);
    if (!this.#paper && wantsPaper) return { kind: "start" };
    if (phase === "open" && this.#kept.ready) return { kind: "start" };
    if (moving && this.#countdown.isUp(now)) return { kind: "time_up" };
    if (phase === "running" && this.#wantsEnd) return { kind: "finish" };
    if (this.#asksWhy && (phase === "paused" || phase === "running")) return { kind: "why" };
    const due = this.#lastContact + POLL_MS;
    if (now >= due) return { kind: "state" };
    const zero = moving ? (this.#countdown.zero ?? Infinity) : Infinity;
    return { kind: "wait", ms: Math.max(1, Math.min(due, zero) - now) };
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === Infinity ? undefined : setTimeout(resolve, Math.ceil(ms));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #perform(step: Exclude<Step["kind"], "wait">): Promise<void> {
    const { line } = this.#around;
    const { epoch } = this.#kept;
    switch (step) {
      case "answers": {
        const said = await line.state(true);
        const base = { answers: said.body.answers ?? [], lastSeq: said.body.state.last_seq };
        this.#learn(said.body.state, said);
        this.#keep({ base });
        return this.#fill(base, said.body.state);
      }
      case "state": {
        const said = await line.state(false);
        this.#mustLook = false;
        return this.#learn(said.body.state, said);
      }
      case "why": {
        const said = await line.why();
        this.#asksWhy = false;
        this.#why = said.body.why;
        return this.#learn(said.body.state, said);
      }
      case "start": {
        const said = await line.start(epoch);
        this.#learn(said.body.state, said);
        // It has served the paper and yet not begun: not asked again at once.
        if (said.body.state.phase === "open") this.#notBefore = performance.now() + this.#backoff.fail();
        return this.#receive(said.body);
      }
      case "events":
        return this.#send();
      case "finish":
        return this.#end(await line.finish(epoch, this.#state.block, this.#queue?.last ?? 0));
      case "time_up":
        return this.#end(await line.timeUp(epoch, this.#queue?.last ?? 0));
      case "receipt":
        return this.#close((await line.receipt()).body);
    }
  }

  async #send(): Promise<void> {
    const queue = this.#queue;
    if (!queue) return;
    const batch = queue.batch();
    const { body, ...moments } = await this.#around.line.events(this.#kept.epoch, batch.map(toWire));
    const accepted = queue.take(body.verdicts, body.state);
    this.#learn(body.state, moments);
    if (accepted > 0) this.#keep({ savedAnswerAt: body.state.now });
    // A server that answers and judges nothing is not asked again at once: also where time is up and it waits for another
    // one of its fleet before it calls anything late.
    const first = queue.batch()[0];
    const { phase } = body.state;
    if ((phase === "running" || phase === "time_up") && first && first.id === batch[0]?.id && first.seq === batch[0].seq) {
      this.#notBefore = performance.now() + this.#backoff.fail();
    }
  }

  #receive({ paper, blocks }: Served): void {
    const { storage } = this.#around;
    const { attempt, openedAt } = this.#kept;
    this.#lay({ paper, blocks });
    this.#keep({ openedAt: openedAt ?? Date.now(), ready: true });
    storage.keepPaper(attempt, { paper, blocks }).catch(() => this.#spoil());
  }

  #lay({ paper, blocks }: Served): void {
    this.#paper = paper;
    const placed = paper.sections.flatMap(({ items }, at) =>
      items.map(({ id }) => [id, blocks[at] ?? 0] as const),
    );
    this.#blocks = new Map(placed);
    this.#queue?.setItems(this.#blocks);
  }

  #inBlock(item: string): boolean {
    return (this.#blocks.get(item) ?? 0) === this.#state.block;
  }

  #end({ body, ...moments }: Answered<Ended>): void {
    this.#wantsEnd = false;
    this.#learn(body.state, moments);
    if (body.receipt) this.#close(body.receipt);
  }

  /** What was sent is needed no more; how it ended is told until the candidate leaves. */
  #close(receipt: Receipt): void {
    const queue = this.#queue;
    const complete = this.#kept.whole === true && (queue?.acceptedThrough(receipt.last_seq) ?? false);
    const outcome = this.#kept.outcome ?? { count: this.sight().count, complete };
    this.#receipt = receipt;
    this.#paper = undefined;
    this.#kept = { ...this.#kept, seated: undefined, base: undefined, state: this.#state, outcome };
    this.#around.storage.conclude(this.#kept).catch(() => this.#spoil());
  }

  #learn(state: State, moments: Moments): void {
    const { phase: before, block, deadline, time_revision } = this.#state;
    const ms = this.#countdown.learn(state, moments);
    // Another block has a time of its own: nobody was given anything.
    if (ms !== 0 && block === state.block) {
      this.#shift = { ms, after: before === "paused" ? "pause" : "granted", deadline: state.deadline };
      this.#asksWhy ||= state.deadline !== deadline || state.time_revision !== time_revision;
    }
    if (state.phase === "paused" && before !== "paused") this.#asksWhy = true;
    this.#queue?.learn(state);
    this.#state = state;
    this.#provisional = false;
    this.#lastContact = moments.receivedAt;
    if (state.phase !== "running") this.#wantsEnd = false;
    const stale = moments.receivedAt - this.#lastKept > KEEP_MS;
    if (stale || ms !== 0 || before !== state.phase) this.#keep({ state, stateAt: Date.now() });
  }

  // ---- what goes wrong

  #suffer(error: unknown): void {
    this.#wantsEnd &&= !(error instanceof Problem && error.code === "paused");
    this.#failing = !(error instanceof Problem) || error.status >= 500 || BUSY.has(error.status);
    if (!(error instanceof Problem)) return this.#wait(undefined);
    switch (error.code) {
      case "unauthenticated":
        this.#stop = { kind: "log_in" };
        return;
      case "stale_epoch":
        this.#moveAway();
        return;
      case "missing_seq":
        this.#queue?.rewind(error.number("expected") ?? this.#state.last_seq + 1);
        this.#wait(undefined);
        return;
      case "conflict":
        this.#queue?.renumber(error.number("last_seq") ?? this.#state.last_seq);
        this.#wait(undefined);
        return;
      case "paused":
      case "not_due":
      case "not_open":
      case "status":
        // Only a state lifts a lock or stops the time: ask for one, soon.
        this.#mustLook = true;
        this.#wait(undefined);
        return;
      default:
        if (error.status !== 503 && !BUSY.has(error.status)) this.#trouble = error;
        this.#wait(error.retryAfterMs);
    }
  }

  #wait(retryAfterMs: number | undefined): void {
    this.#notBefore = performance.now() + this.#backoff.fail(retryAfterMs);
  }

  /** Another device holds the attempt now: what was not sent from here does not count, and nothing stays here. */
  #moveAway(): void {
    this.#stop = { kind: "moved", unsent: this.#queue?.waiting ?? 0 };
    this.#paper = undefined;
    this.#around.storage.forget(this.#kept.attempt).catch(() => this.#spoil());
  }

  // ---- this PC's memory

  #keep(change: Partial<Kept>): void {
    if (this.#receipt || this.#stop?.kind === "moved") return;
    this.#kept = { ...this.#kept, ...change, savedAt: Date.now() };
    if (change.state) this.#lastKept = performance.now();
    this.#around.storage.keep(this.#kept).catch(() => this.#spoil());
  }

  #write(): void {
    const changes = this.#queue?.takeChanges();
    if (!changes?.size || this.#receipt || this.#stop?.kind === "moved") return;
    const { attempt, epoch } = this.#kept;
    this.#around.storage.write(attempt, epoch, changes).catch(() => this.#spoil());
  }

  #spoil(): void {
    // A later page must not take what it finds here for all there was.
    const first = !this.#broken;
    this.#broken = true;
    if (first) this.#keep({ whole: false });
    this.#tell();
  }
}

function unknownState(epoch: number): State {
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
