import type { State, Verdict } from "../../api/candidate.ts";
import { after, repeating, UNTOUCHED, type Deed, type Held, type Standing } from "./held.ts";
import type { Base, Served } from "./storage.ts";

/** At most this many events ride in one request. */
export const BATCH_MAX = 200;

/** What a page knows when it is loaded. */
export interface Origin {
  /** What this PC kept, under the epoch of `state`. */
  readonly held: readonly Held[];
  /** What the server said. */
  readonly state: State;
  readonly base: Base;
}

export interface Count {
  readonly late: number;
  readonly refused: number;
}

/**
 * The candidate's answers on their way, without network, clock or storage. Events are kept until the receipt; what
 * is missing is sent again, what collides is renumbered, what is no longer here is sent as the current answers.
 *
 * What changed since the last `takeChanges` is to be written to storage in one transaction.
 */
export class Queue {
  readonly #held = new Map<number, Held>();
  readonly #shown = new Map<string, Standing>();
  readonly #newId: () => string;
  #items: ReadonlyMap<string, number> = new Map();
  #changed = new Set<number>();
  /** The highest number used, by this page or as the server said. */
  #last: number;
  /** The last number of which the server said that it has a verdict. */
  #confirmed: number;
  #block: number;

  constructor(origin: Origin, newId: () => string) {
    const { held, state, base } = origin;
    this.#newId = newId;
    this.#block = state.block;
    this.#confirmed = state.last_seq;
    for (const { item, option, flagged } of base.answers) {
      this.#shown.set(item, { option, flagged, block: state.block });
    }
    for (const event of [...held].sort((a, b) => a.seq - b.seq)) {
      this.#held.set(event.seq, event);
      if (event.seq > base.lastSeq) this.#show(event);
    }
    this.#last = Math.max(state.last_seq, ...this.#held.keys());
    const judged = held.some((event) => event.seq > state.last_seq && event.verdict !== undefined);
    // The server was set back while this page was away.
    if (judged) this.rewind(state.last_seq + 1);
  }

  /** The items of the paper with their timed blocks, in order; a repetition of all answers goes through them. */
  setItems(items: ReadonlyMap<string, number>): void {
    this.#items = items;
  }

  /** The candidate clicks. Whether clicking is allowed is not asked here. */
  click(item: string, deed: Deed, clientMs: number): Held {
    const held = this.#make(item, deed, clientMs, this.#items.get(item) ?? this.#block, false);
    this.#show(held);
    return this.#append(held);
  }

  #make(item: string, deed: Deed, clientMs: number, block: number, rebase: boolean): Held {
    return { seq: 0, id: this.#newId(), item, deed, rebase, clientMs, block };
  }

  #show(held: Held): void {
    this.#shown.set(held.item, after(this.standing(held.item), held));
  }

  #append(held: Held): Held {
    this.#last += 1;
    return this.#put({ ...held, seq: this.#last });
  }

  #put(held: Held): Held {
    this.#held.set(held.seq, held);
    this.#changed.add(held.seq);
    return held;
  }

  #drop(seq: number): void {
    this.#held.delete(seq);
    this.#changed.add(seq);
  }

  #inOrder(): Held[] {
    return [...this.#held.values()].sort((a, b) => a.seq - b.seq);
  }

  /**
   * What to send next: the oldest events without a verdict. Events of a block later than the server's wait: it was set
   * back to before that block began.
   */
  batch(): Held[] {
    const open = this.#open();
    const later = open.findIndex((held) => held.block > this.#block);
    return open.slice(0, later < 0 ? BATCH_MAX : Math.min(later, BATCH_MAX));
  }

  #open(): Held[] {
    return this.#inOrder().filter((held) => held.verdict === undefined);
  }

  /** How many events have no verdict yet. */
  get waiting(): number {
    let count = 0;
    for (const held of this.#held.values()) if (held.verdict === undefined) count += 1;
    return count;
  }

  /** How many events came too late, and how many were refused. */
  get count(): Count {
    const all = [...this.#held.values()];
    const of = (verdict: string): number => all.filter((held) => held.verdict === verdict).length;
    return { late: of("late"), refused: of("refused") };
  }

  /** Whether all events from the first to `lastSeq` are here, were accepted, and no others wait. */
  acceptedThrough(lastSeq: number): boolean {
    for (let seq = 1; seq <= lastSeq; seq += 1) {
      if (this.#held.get(seq)?.verdict !== "accepted") return false;
    }
    return this.#held.size === lastSeq;
  }

  /** Takes the verdicts of a reply with its state. Returns how many events were accepted by it. */
  take(verdicts: readonly Verdict[], state: State): number {
    let accepted = 0;
    for (const ruling of verdicts) {
      if (ruling.verdict === "not_running") continue;
      if (ruling.verdict === "missing_seq") {
        this.rewind(ruling.expected);
        break;
      }
      if (ruling.verdict === "conflict") {
        this.renumber(state.last_seq);
        break;
      }
      // What reaches the server after its block has ended is late, by whatever name.
      const past = ruling.verdict === "refused" && ruling.reason === "other_block";
      const verdict = past ? "late" : ruling.verdict === "duplicate" ? ruling.first : ruling.verdict;
      const held = this.#held.get(ruling.seq);
      if (held) this.#put({ ...held, verdict });
      if (verdict === "accepted") accepted += 1;
    }
    this.learn(state);
    return accepted;
  }

  /**
   * Takes over what any reply said. A lower `last_seq` than known means that the server was set back to an earlier
   * commit, whether or not anything is being sent.
   */
  learn(state: State): void {
    this.#block = state.block;
    if (state.last_seq < this.#confirmed) this.rewind(state.last_seq + 1);
    this.#confirmed = state.last_seq;
    this.#last = Math.max(this.#last, state.last_seq);
  }

  /**
   * The server's next number is `expected`, and this page has gone further: it sends again from there. When the event
   * of that number is not here any more, the current answers of all items go first.
   */
  rewind(expected: number): void {
    this.#confirmed = Math.min(this.#confirmed, expected - 1);
    const later = this.#inOrder().filter((held) => held.seq >= expected);
    if (later[0]?.seq === expected) {
      later.filter((held) => held.verdict !== undefined).forEach((held) => this.#put(unjudged(held)));
      return;
    }
    later.forEach((held) => this.#drop(held.seq));
    this.#last = expected - 1;
    const again = later.map(unjudged);
    // A stable order by block: what waits for a later block must not stand before what can go now.
    const all = [...this.#repeatAll(), ...again].sort((a, b) => a.block - b.block);
    all.forEach((held) => this.#append(held));
  }

  #repeatAll(): Held[] {
    const items = new Set([...this.#items.keys(), ...this.#shown.keys()]);
    return [...items].flatMap((item) => {
      const standing = this.standing(item);
      const block = this.#items.get(item) ?? (this.#shown.has(item) ? standing.block : this.#block);
      return repeating(standing).map((deed) => this.#make(item, deed, 0, block, true));
    });
  }

  /** Another event has the number of one of ours: what has no verdict moves behind `lastSeq`. */
  renumber(lastSeq: number): void {
    const open = this.#open();
    open.forEach((held) => this.#drop(held.seq));
    this.#last = Math.max(lastSeq, ...this.#held.keys());
    for (const held of open) {
      this.#append(held);
      this.#show(held);
    }
  }

  /** What stands on an item. */
  standing(item: string): Standing {
    return this.#shown.get(item) ?? UNTOUCHED;
  }

  /** What stands on all items that were ever touched. */
  get shown(): ReadonlyMap<string, Standing> {
    return this.#shown;
  }

  /** The highest number of this block: what `finish` and `time_up` name. */
  get last(): number {
    const waits = this.#open().find((held) => held.block > this.#block);
    return waits ? waits.seq - 1 : this.#last;
  }

  /** What storage must be told: an event to keep under its number, or nothing where it is to be deleted. */
  takeChanges(): Map<number, Held | undefined> {
    const changes = new Map([...this.#changed].map((seq) => [seq, this.#held.get(seq)] as const));
    this.#changed = new Set();
    return changes;
  }
}

function unjudged(held: Held): Held {
  const again: { verdict?: unknown } & Omit<Held, "verdict"> = { ...held };
  delete again.verdict;
  return again as Held;
}

/** The items of a paper in their order, each with its timed block. */
export function blocksOf({ paper, blocks }: Served): ReadonlyMap<string, number> {
  const placed = paper.sections.flatMap(({ items }, at) =>
    items.map(({ id }) => [id, blocks[at] ?? 0] as const),
  );
  return new Map(placed);
}
