/** What goes into a seat, and what is seen of it. */

import type { Paper, Receipt, State, WhyTime } from "../../api/candidate.ts";
import type { Problem } from "../../api/problem.ts";
import type { Standing } from "./held.ts";
import type { Line } from "./line.ts";
import type { Count } from "./queue.ts";
import type { Storage } from "./storage.ts";

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
  /** The last word about the time left that was said, as `marks.ts` counts it. */
  readonly mark: number | undefined;
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
  /** With a receipt: when the exam ended for this PC, on the server's clock. */
  readonly endedAt: number | undefined;
  readonly stop: Stop | undefined;
  /** Whether this PC keeps what is not sent through a reload. */
  readonly safe: boolean;
}
