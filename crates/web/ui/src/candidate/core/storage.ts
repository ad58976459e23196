import type { CurrentAnswer, LoggedIn, Paper, State } from "../../api/candidate.ts";
import type { Held } from "./held.ts";
import type { Count } from "./queue.ts";

/** Who sits here: what log-in said, without the state. Kept so that a reload without network knows it. */
export type Seated = Omit<LoggedIn, "state" | "moved" | "last_saved">;

/** Answers with the sequence number after which they stand. */
export interface Base {
  readonly answers: readonly CurrentAnswer[];
  readonly lastSeq: number;
}

/** What the last page of an attempt knew about its answers when the receipt came. */
export interface Outcome {
  readonly count: Count;
  /** Every answer that was ever given is on the server and counts. */
  readonly complete: boolean;
  /** When it came, on the server's clock: a page that finds it later does not begin its time anew. */
  readonly at: number;
}

/** An attempt as this PC keeps it. */
export interface Kept {
  readonly attempt: string;
  readonly epoch: number;
  readonly seated: Seated | undefined;
  /** When it was last written, on this PC's wall clock. */
  readonly savedAt: number;
  /** The last state that the server told, and when that was on this PC's wall clock. */
  readonly state: State | undefined;
  readonly stateAt: number;
  /** The answers as the server told them when the page was loaded; what came after is in the events. */
  readonly base: Base | undefined;
  /** When the server last accepted an answer, on its clock. */
  readonly savedAnswerAt: number | undefined;
  /** When the paper first came, on this PC's wall clock. */
  readonly openedAt: number | undefined;
  /** How far the candidate has read before the exam. */
  readonly ready: boolean;
  /** The item that was looked at last, by its number in the block. */
  readonly place?: number;
  /** The last word about the time left that was said, in minutes; 0 before the first. */
  readonly mark?: number;
  /** Every answer of the attempt was given under this lease and kept here: the lease is older than the paper. */
  readonly whole?: boolean;
  /** After the receipt, until the candidate leaves. */
  readonly outcome?: Outcome;
}

/** A paper with the timed block of each of its sections. */
export interface Served {
  readonly paper: Paper;
  readonly blocks: readonly number[];
}

export interface KeptPaper extends Served {
  readonly pictures: ReadonlyMap<string, Blob>;
}

/**
 * What this PC keeps of attempts. Nothing of it is ever shown to another candidate; all of an attempt goes with its
 * receipt, and what was never sent goes with the exam day.
 */
export interface Storage {
  /** Whether it survives a reload. */
  readonly durable: boolean;
  /** The id of this browser, if it is kept here. */
  device(): Promise<string | undefined>;
  keepDevice(id: string): Promise<void>;
  /** The attempt whose log-in was the last on this PC, if it has not been left. */
  current(): Promise<Kept | undefined>;
  attempt(attempt: string): Promise<Kept | undefined>;
  keep(kept: Kept): Promise<void>;
  /** Makes an attempt the current one, deletes papers of all others, and everything older than the exam day. */
  sitDown(kept: Kept, oldestMs: number): Promise<void>;
  /** Nobody sits here any more: papers and names go, and what was never sent stays under its attempt's number alone. */
  standUp(): Promise<void>;
  events(attempt: string, epoch: number): Promise<Held[]>;
  /** How many events of other epochs than this one were never sent. */
  unsentOfOthers(attempt: string, epoch: number): Promise<number>;
  /** Writes events under their numbers, or deletes them, in one strict transaction. */
  write(attempt: string, epoch: number, changes: ReadonlyMap<number, Held | undefined>): Promise<void>;
  paper(attempt: string): Promise<KeptPaper | undefined>;
  keepPaper(attempt: string, served: Served): Promise<void>;
  keepPicture(attempt: string, digest: string, picture: Blob): Promise<void>;
  /** The receipt is here: deletes everything of an attempt but this. */
  conclude(kept: Kept): Promise<void>;
  /** Deletes everything of an attempt. */
  forget(attempt: string): Promise<void>;
  close(): void;
}
