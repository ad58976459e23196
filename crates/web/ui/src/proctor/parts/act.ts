import { ask } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";
import { staffWords } from "../../staff/trouble.ts";
import { roomActs, roomNeedsReason, seatActs, seatNeedsReason, type OfferedSeatAct } from "../core/acts.ts";
import type { Aim } from "../core/ledger.ts";
import type { RoomAct, RoomState, Seat, SeatState, Sitting } from "../core/model.ts";
import type { Permission } from "../core/permissions.ts";
import type { Room } from "../core/room.ts";
import type { Texts } from "../id.ts";

/** Something that was chosen and waits for its reason and a yes. */
export type Chosen =
  | { readonly on: "room"; readonly act: RoomAct }
  | { readonly on: "seat"; readonly act: OfferedSeatAct; readonly seat: Seat };

export interface Given {
  readonly reason: string;
  readonly from?: number;
  readonly to?: number;
  readonly length_ms?: number;
  /** Revision of the seat on whose sight it was decided. */
  readonly seen?: number;
}

/** What became of an act whose answer was lost. */
export type Verdict = "unknown" | "done" | "not_done";

export function aimOf(chosen: Chosen): Aim {
  return chosen.on === "room" ? { act: chosen.act } : { act: chosen.act, attempt: chosen.seat.attempt };
}

/** Whether it can still be done, as things stand now. */
export function fits(chosen: Chosen, room: Room, may: ReadonlySet<Permission>): boolean {
  if (chosen.on === "room") return roomActs(room, may).includes(chosen.act);
  const seat = room.seats.get(chosen.seat.attempt);
  return seat !== undefined && seatActs(seat, room, may).includes(chosen.act);
}

export function needsReason(chosen: Chosen): boolean {
  return chosen.on === "room" ? roomNeedsReason(chosen.act) : seatNeedsReason(chosen.act);
}

/** Whom an act is about, short enough for a title. No line breaks within the place. */
export function who(seat: Seat): string {
  const place = seat.place.replaceAll("-", "\u2011").replaceAll(" ", "\u00a0");
  return place ? `${seat.name} (${place})` : seat.name;
}

/** Does it; the answer is what happened, in the words of the language that is chosen when it is read. */
export async function perform(sitting: Sitting, chosen: Chosen, given: Given): Promise<(t: Texts) => string> {
  const base = `/sittings/${sitting.id}`;
  const { reason, ...times } = given;
  if (chosen.on === "room") {
    const body = { ...times, ...(reason && { reason }) };
    await ask<RoomState>(`${base}/${chosen.act}`, { body });
    return (t) => t.roomActs[chosen.act].done;
  }
  const { act, seat } = chosen;
  const { state } = await ask<SeatState>(`${base}/seats/${seat.attempt}/${act}`, { body: given });
  const timed = ["pause", "resume", "grant", "incident"].includes(act);
  const { remaining_ms: left, deadline } = state;
  return (t) => {
    const words = [t.seatActs[act].done(who(seat))];
    if (timed && left !== null) words.push(t.happened.left(left));
    if (timed && deadline !== null) words.push(t.happened.until(deadline));
    return words.join(" ");
  };
}

/** Why it was refused, in the words of this page; nothing where the general words fit. */
export function refusal(error: unknown, t: Texts, chosen?: Chosen): string | undefined {
  if (!(error instanceof Problem)) return staffWords(error);
  const words: Record<string, string> = {
    seat_changed: t.dialog.refusedChanged,
    status: t.dialog.refusedStatus,
    room_status: t.dialog.refusedRoom,
    rule: chosen?.act === "incident" ? t.dialog.refusedSpan : t.dialog.refusedRule,
    forbidden: t.dialog.refusedForbidden,
    still_running: t.dialog.stillRunning(error.number("running") ?? 0),
    ...(error.body["field"] === "reason" && { invalid: t.dialog.reasonMissing }),
  };
  return words[error.code] ?? staffWords(error);
}
