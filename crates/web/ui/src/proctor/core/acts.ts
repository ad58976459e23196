import type { RoomAct, RoomStatus, Seat, SeatAct } from "./model.ts";
import type { Permission } from "./permissions.ts";
import type { Room } from "./room.ts";
import { running } from "./room.ts";

/** Acts that are offered for a seat, in the order in which they are needed. */
export const SEAT_ACTS = [
  "release",
  "pause",
  "resume",
  "grant",
  "incident",
  "warn",
  "end",
  "absent",
  "recall",
  "disqualify",
  "cancel",
] as const satisfies readonly SeatAct[];
export type OfferedSeatAct = (typeof SEAT_ACTS)[number];

export const ROOM_ACTS = [
  "open",
  "resume",
  "pause",
  "release",
  "incident",
  "close",
  "seal",
] as const satisfies readonly RoomAct[];

/** Acts that cannot be taken back. */
const GRAVE: ReadonlySet<SeatAct | RoomAct> = new Set(["end", "disqualify", "cancel", "close", "seal"]);

export function isGrave(act: SeatAct | RoomAct): boolean {
  return GRAVE.has(act);
}

/** Acts that would be done twice: time is added twice, a second warning given. All others come to the same again. */
const NOT_TWICE: ReadonlySet<SeatAct | RoomAct> = new Set(["grant", "warn"]);

/** Whether an act whose answer was lost can be asked for again without looking. */
export function isRepeatable(act: SeatAct | RoomAct): boolean {
  return !NOT_TWICE.has(act);
}

/** Acts of which two officers who see the same need would both do their own. The server holds those of NOT_TWICE on one
 * seat against what was seen; all of them ask anew when something like it is done meanwhile. */
const ASKED_ANEW: ReadonlySet<SeatAct | RoomAct> = new Set(["grant", "warn", "incident"]);

export function isAskedAnew(act: SeatAct | RoomAct): boolean {
  return ASKED_ANEW.has(act);
}

export function roomNeedsReason(act: RoomAct): boolean {
  return act === "pause" || act === "release" || act === "incident";
}

export function seatNeedsReason(act: SeatAct): boolean {
  return act !== "resume";
}

export function seatPermission(act: SeatAct): Permission {
  return act === "disqualify" || act === "cancel" || act === "void" ? "sanction" : "act_on_seat";
}

export function roomPermission(act: RoomAct): Permission {
  return act === "seal" ? "seal" : "run_room";
}

/** What can be done to a seat now. What the state forbids is left out: the server would refuse it. */
export function seatActs(seat: Seat, room: Room, may: ReadonlySet<Permission>): readonly OfferedSeatAct[] {
  return SEAT_ACTS.filter((act) => may.has(seatPermission(act)) && fits(act, seat, room));
}

function fits(act: OfferedSeatAct, seat: Seat, { sitting }: Room): boolean {
  const sealed = sitting.status === "sealed";
  const run = seat.status === "running" && !sealed;
  switch (act) {
    case "release":
      return (
        !sealed &&
        !seat.released &&
        seat.epoch > 0 &&
        ["present", "running", "finished"].includes(seat.status)
      );
    case "pause":
      return run && !seat.paused;
    case "resume":
      // A room that stands still goes on as a room.
      return run && seat.paused && !sitting.paused;
    case "grant":
    case "incident":
    case "end":
      return run;
    case "absent":
      return !sealed && (seat.status === "assigned" || seat.status === "present");
    case "recall":
      return (sitting.status === "planned" || sitting.status === "open") && seat.status === "absent";
    case "warn":
      return !sealed && seat.status !== "voided";
    case "disqualify":
      return !seat.disqualified;
    case "cancel":
      return seat.status !== "cancelled" && seat.status !== "voided";
  }
}

/** A room that is opened longer before its hour has a reason, or is a slip of the hand. */
const EARLY_MAX_MS = 15 * 60_000;

export function opensEarly({ sitting }: Room, now: number): boolean {
  return sitting.status === "planned" && sitting.starts - now > EARLY_MAX_MS;
}

/** What can be done to the room now. Closing is offered while people run too, and says why it must wait. */
export function roomActs(room: Room, may: ReadonlySet<Permission>): readonly RoomAct[] {
  return ROOM_ACTS.filter((act) => may.has(roomPermission(act)) && suits(act, room));
}

function suits(act: RoomAct, { sitting }: Room): boolean {
  const { status, paused } = sitting;
  const stands: Record<(typeof ROOM_ACTS)[number], boolean> = {
    open: status === "planned",
    resume: paused,
    pause: status === "open" && !paused,
    release: status === "open",
    incident: status === "open",
    close: status === "open",
    seal: status === "closed",
  };
  return stands[act];
}

/** How many attempts keep the room from being closed or its minutes from being signed. */
export function blocking(act: RoomAct, room: Room): number {
  return act === "close" || act === "seal" ? running(room) : 0;
}

/** What the minutes of a status are called on a badge. */
export function statusTone(status: RoomStatus): "neutral" | "info" | "ok" {
  return status === "open" ? "ok" : status === "planned" ? "info" : "neutral";
}
