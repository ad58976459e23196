import type { Final, WireEvent } from "../../api/candidate.ts";

/** What a click does to an item. */
export type Deed =
  { readonly kind: "answer"; readonly option: string } | { readonly kind: "clear" | "flag" | "unflag" };

/** An event as the page keeps it, until the receipt. */
export interface Held {
  readonly seq: number;
  /** 64 random bits, 16 hexadecimal digits. */
  readonly id: string;
  readonly item: string;
  readonly deed: Deed;
  /** It repeats a current answer, because the event that gave it is not here any more. */
  readonly rebase: boolean;
  /** Since the opening, on this PC's clock; for forensics alone. */
  readonly clientMs: number;
  /** The timed block in which it was made. */
  readonly block: number;
  /** The final verdict, once told. */
  readonly verdict?: Final;
}

/** What stands on an item. */
export interface Standing {
  readonly option: string | null;
  readonly flagged: boolean;
  /** The block in which it was last touched, as far as this page knows. */
  readonly block: number;
}

export const UNTOUCHED: Standing = { option: null, flagged: false, block: 0 };

export function toWire({ seq, id, item, deed, rebase, clientMs }: Held): WireEvent {
  return { seq, id, item, ...deed, ...(rebase && { rebase }), client_ms: clientMs };
}

/** What stands on an item after an event. */
export function after(before: Standing, { deed, block }: Held): Standing {
  switch (deed.kind) {
    case "answer":
      return { ...before, block, option: deed.option };
    case "clear":
      return { ...before, block, option: null };
    case "flag":
      return { ...before, block, flagged: true };
    case "unflag":
      return { ...before, block, flagged: false };
  }
}

/** The two events that say again what stands on an item: blanks too, for the server may hold an older answer. */
export function repeating(standing: Standing): Deed[] {
  const answer: Deed =
    standing.option === null ? { kind: "clear" } : { kind: "answer", option: standing.option };
  return [answer, { kind: standing.flagged ? "flag" : "unflag" }];
}
