import type { Answered } from "../../api/client.ts";
import type { Ended, Paper, Receipt, State } from "../../api/candidate.ts";
import { Problem } from "../../api/problem.ts";
import { Clock } from "./clock.ts";
import type { Moments } from "./countdown.ts";
import { due, next, type Act, type Question, type Situation } from "./errand.ts";
import { toWire, UNTOUCHED, type Deed } from "./held.ts";
import { Lane } from "./lane.ts";
import { Memory, unknownState } from "./memory.ts";
import { blocksOf, Queue } from "./queue.ts";
import type { Sight, Stop, Surroundings } from "./sight.ts";
import type { Base, Kept, Served } from "./storage.ts";

const CLIENT_MS_MAX = 2 ** 32 - 1;

/**
 * The candidate's page without its screen: one attempt under one lease, from log-in to receipt. One request is in
 * flight; whatever the server does not acknowledge is sent again. What comes next is decided in `errand.ts`, how long a
 * failed request rests in `lane.ts`, what this PC keeps in `memory.ts`.
 */
export class Seat {
  readonly #around: Surroundings;
  readonly #clock = new Clock();
  readonly #acts: Lane;
  readonly #asks: Lane;
  readonly #memory: Memory;
  readonly #watchers = new Set<(sight: Sight) => void>();
  #state: State;
  #provisional: boolean;
  #queue: Queue | undefined;
  #paper: Paper | undefined;
  /** The timed block of every item. */
  #blocks: ReadonlyMap<string, number> = new Map();
  #receipt: Receipt | undefined;
  #stop: Stop | undefined;
  #wantsEnd = false;
  #mustLook = false;
  #lastContact = -Infinity;
  #wake: (() => void) | undefined;
  #running = false;

  constructor(around: Surroundings, kept: Kept, state: State, provisional: boolean) {
    this.#around = around;
    this.#memory = new Memory(around.storage, kept, () => this.#tell());
    this.#state = state;
    this.#provisional = provisional;
    this.#acts = new Lane(around.random);
    this.#asks = new Lane(around.random);
  }

  get #kept(): Kept {
    return this.#memory.kept;
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
    this.#clock.guess(state, Date.now() - stateAt);
  }

  async #fill(base: Base, state: State): Promise<void> {
    const { attempt, epoch } = this.#kept;
    const held = await this.#around.storage.events(attempt, epoch).catch(() => []);
    const judged = held.filter((event) => event.verdict !== undefined).map((event) => event.seq);
    const known = this.#provisional ? Math.max(state.last_seq, ...judged) : state.last_seq;
    this.#queue = new Queue({ held, state: { ...state, last_seq: known }, base }, this.#around.newId);
    this.#queue.setItems(this.#blocks);
    this.#memory.write(this.#queue);
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
    const locked = !this.#provisional && this.#clock.isUp;
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
      mark: this.#kept.mark,
      blocks: Math.max(0, ...this.#blocks.values()) + 1,
      locked: locked || this.#state.phase === "time_up",
      ending: this.#wantsEnd,
      unsent: queue?.waiting ?? 0,
      count: this.#kept.outcome?.count ?? queue?.count ?? { late: 0, refused: 0 },
      complete: this.#kept.outcome?.complete ?? false,
      failing: this.#acts.failing || this.#asks.failing,
      trouble: this.#acts.trouble ?? this.#asks.trouble,
      savedAnswerAt: this.#kept.savedAnswerAt,
      shift: this.#clock.shift,
      why: this.#clock.why,
      receipt: this.#receipt,
      endedAt: this.#receipt && this.#kept.outcome?.at,
      stop: this.#stop,
      safe: this.#memory.safe,
    };
  }

  #tell(): void {
    const sight = this.sight();
    this.#watchers.forEach((watcher) => watcher(sight));
  }

  /** Milliseconds left on the page's clock, a guess while provisional; nothing where no time is known. */
  remaining(): number | undefined {
    const left = this.#clock.remaining;
    return this.#provisional && left === 0 ? undefined : left;
  }

  /** A click is an answer: kept on this PC and sent, both at once. Whether it was taken. */
  click(item: string, deed: Deed): boolean {
    if (!this.#queue || !this.sight().open || !this.#inBlock(item)) return false;
    const since = Date.now() - (this.#kept.openedAt ?? Date.now());
    this.#queue.click(item, deed, Math.min(CLIENT_MS_MAX, Math.max(0, Math.round(since))));
    this.#memory.write(this.#queue);
    this.#tell();
    this.wake();
    return true;
  }

  /** The candidate has read the rules: the paper may come as soon as the room opens. */
  beReady(): void {
    this.#memory.keep({ ready: true });
    this.#tell();
    this.wake();
  }

  /** The candidate looks at this item: a reload comes back to it. */
  visit(place: number): void {
    if (place !== this.#kept.place) this.#memory.keep({ place });
  }

  /** This was said of the time left: a reload does not say it again. */
  mark(mark: number): void {
    if (mark !== this.#kept.mark) this.#memory.keep({ mark });
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
    this.#acts.hurry();
    this.#asks.hurry();
    this.wake();
  }

  /** The PC slept, or its clocks disagree: only the server knows the time now. */
  distrustClock(): void {
    this.#clock.distrust();
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
    this.#memory.close();
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
      const ended = this.#stop || this.#state.phase === "gone";
      const step = ended ? ({ kind: "wait", ms: Infinity } as const) : next(this.#situation());
      if (step.kind === "wait") {
        await this.#sleep(step.ms);
        this.#tell();
        continue;
      }
      const lane = step.kind === "act" ? this.#acts : this.#asks;
      try {
        await (step.kind === "act" ? this.#act(step.act) : this.#ask(step.question));
        lane.succeed();
        // What has failed is not wanted any more, and the server is there.
        if (!due(this.#situation())) this.#acts.succeed();
      } catch (error) {
        if (!this.#running) break;
        this.#suffer(lane, error);
      }
      this.#memory.write(this.#queue);
      this.#tell();
    }
  }

  #situation(): Situation {
    return {
      phase: this.#state.phase,
      now: performance.now(),
      closed: this.#receipt !== undefined,
      loaded: this.#queue !== undefined,
      provisional: this.#provisional,
      mustLook: this.#mustLook,
      unsent: (this.#queue?.batch().length ?? 0) > 0,
      hasPaper: this.#paper !== undefined,
      ready: this.#kept.ready,
      wantsEnd: this.#wantsEnd,
      asksWhy: this.#clock.asksWhy,
      zero: this.#clock.zero,
      lastContact: this.#lastContact,
      actsFrom: this.#acts.notBefore,
      asksFrom: this.#asks.notBefore,
    };
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

  async #ask(question: Question): Promise<void> {
    const { line } = this.#around;
    if (question === "answers") {
      const said = await line.state(true);
      const base = { answers: said.body.answers ?? [], lastSeq: said.body.state.last_seq };
      this.#learn(said.body.state, said);
      this.#memory.keep({ base });
      return this.#fill(base, said.body.state);
    }
    const said = await (question === "why" ? line.why() : line.state(false));
    if (question === "why") this.#clock.explain(said.body.why);
    else this.#mustLook = false;
    this.#learn(said.body.state, said);
  }

  async #act(act: Act): Promise<void> {
    const { line } = this.#around;
    const { epoch } = this.#kept;
    switch (act) {
      case "start": {
        const said = await line.start(epoch);
        this.#learn(said.body.state, said);
        // It has served the paper and yet not begun: not asked again at once.
        if (said.body.state.phase === "open") this.#acts.rest();
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
    if (accepted > 0) this.#memory.keep({ savedAnswerAt: body.state.now });
    // A server that answers and judges nothing is not asked again at once: also where time is up and it waits for another
    // one of its fleet before it calls anything late.
    const first = queue.batch()[0];
    const { phase } = body.state;
    if (
      (phase === "running" || phase === "time_up") &&
      first &&
      first.id === batch[0]?.id &&
      first.seq === batch[0].seq
    ) {
      this.#acts.rest();
    }
  }

  #receive({ paper, blocks }: Served): void {
    this.#lay({ paper, blocks });
    this.#memory.keep({ openedAt: this.#kept.openedAt ?? Date.now(), ready: true });
    this.#memory.keepPaper({ paper, blocks });
  }

  #lay(served: Served): void {
    this.#paper = served.paper;
    this.#blocks = blocksOf(served);
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

  #close(receipt: Receipt): void {
    const queue = this.#queue;
    const complete = this.#kept.whole === true && (queue?.acceptedThrough(receipt.last_seq) ?? false);
    // Where this page did not see the end, it is not for this page to begin the receipt's time.
    const at = this.#paper ? this.#state.now : receipt.ended;
    const outcome = this.#kept.outcome ?? { count: this.sight().count, complete, at };
    this.#receipt = receipt;
    this.#paper = undefined;
    this.#memory.conclude(this.#state, outcome);
  }

  #learn(state: State, moments: Moments): void {
    const before = this.#state;
    const moved = this.#clock.learn(before, state, moments);
    this.#queue?.learn(state);
    this.#state = state;
    this.#provisional = false;
    this.#lastContact = moments.receivedAt;
    if (state.phase !== "running") this.#wantsEnd = false;
    this.#memory.keepState(state, moments.receivedAt, moved || before.phase !== state.phase);
  }

  // ---- what goes wrong

  #suffer(lane: Lane, error: unknown): void {
    this.#wantsEnd &&= !(error instanceof Problem && error.code === "paused");
    lane.note(error);
    if (!(error instanceof Problem)) return lane.rest();
    switch (error.code) {
      case "unauthenticated":
        // What stands there may be read to its end; nothing more will be heard.
        if (this.#receipt) return lane.rest(Infinity);
        this.#stop = { kind: "log_in" };
        return;
      case "stale_epoch":
        this.#moveAway();
        return;
      case "missing_seq":
        this.#queue?.rewind(error.number("expected") ?? this.#state.last_seq + 1);
        return lane.rest();
      case "conflict":
        this.#queue?.renumber(error.number("last_seq") ?? this.#state.last_seq);
        return lane.rest();
      case "paused":
      case "not_due":
      case "not_open":
      case "status":
        // Only a state lifts a lock or stops the time.
        this.#mustLook = true;
        return lane.rest();
      default:
        lane.suffer(error);
    }
  }

  /** Another device holds the attempt now: what was not sent from here does not count, and nothing stays here. */
  #moveAway(): void {
    this.#stop = { kind: "moved", unsent: this.#queue?.waiting ?? 0 };
    this.#paper = undefined;
    this.#memory.forget();
  }
}
