import type { Seat, Sitting, SittingAct } from "./model.ts";
import type { Room } from "./room.ts";

/** An act, on the whole room or on one seat. */
export interface Aim {
  /** As the route names it: `pause`, `grant`. */
  readonly act: string;
  /** On which seat; nothing for the whole room. */
  readonly attempt?: string;
}

/** How the server's ledger calls what a route is asked to do. */
const TOKENS: Readonly<Record<string, string>> = {
  open: "opened",
  pause: "paused",
  resume: "resumed",
  release: "released",
  incident: "incident",
  close: "closed",
  seal: "sealed",
  grant: "granted",
  end: "ended",
  warn: "warned",
  absent: "absent",
  recall: "recalled",
  disqualify: "disqualified",
  cancel: "cancelled",
};

export function token({ act, attempt }: Aim): string {
  return `${attempt === undefined ? "room" : "seat"}.${TOKENS[act] ?? act}`;
}

/** Whether this very act stands in the ledger since then, done by this officer. */
export function recorded(
  acts: readonly SittingAct[],
  aim: Aim,
  since: number,
  by: string,
): SittingAct | undefined {
  const wanted = token(aim);
  return acts.find(
    (one) =>
      one.act === wanted && one.at >= since && one.by === by && (one.attempt ?? undefined) === aim.attempt,
  );
}

/** The latest act since then that changed what this one is about: the room, or this seat too. */
export function latest(acts: readonly SittingAct[], { attempt }: Aim, since: number): SittingAct | undefined {
  return acts.find((one) => one.at >= since && (one.attempt === null || one.attempt === attempt));
}

/** What was done since then that bears on this one, the first first: on the room's time, or on this seat. */
export function meanwhile(acts: readonly SittingAct[], { attempt }: Aim, since: number): SittingAct[] {
  const bears = (one: SittingAct): boolean =>
    attempt === undefined
      ? one.act === "room.incident"
      : one.attempt === attempt || ON_EVERY_SEAT.has(one.act);
  return acts.filter((one) => one.at >= since && bears(one)).reverse();
}

/** Acts on the room that change what each seat has left. */
const ON_EVERY_SEAT: ReadonlySet<string> = new Set(["room.paused", "room.resumed", "room.incident"]);

/** Whether a change may come from an act, and not from answers alone: then the ledger is asked for again. */
export function actedOn(before: Room | undefined, change: Sitting): boolean {
  if (!before) return true;
  const { sitting, seats } = before;
  return (
    sitting.status !== change.status ||
    sitting.paused !== change.paused ||
    sitting.pause?.since !== change.pause?.since ||
    change.seats.some((seat) => differs(seats.get(seat.attempt), seat))
  );
}

const TOUCHED = [
  "status",
  "paused",
  "warnings",
  "disqualified",
  "released",
  "deadline",
  "revision",
] as const satisfies readonly (keyof Seat)[];

function differs(before: Seat | undefined, after: Seat): boolean {
  return !before || TOUCHED.some((name) => before[name] !== after[name]);
}
