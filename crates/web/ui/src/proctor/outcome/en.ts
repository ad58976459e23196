import { number } from "../../i18n/format.ts";
import type { ledger as ledgerId, outcome as outcomeId } from "./id.ts";

/** Texts about acts that were done, or may have been, in English. */
export const ledger: typeof ledgerId = {
  title: "Acts in this sitting",
  seatTitle: "History",
  empty: "No acts yet.",
  emptyHint: "Every act of an officer is recorded here: what, by whom, when and why.",
  latest: (n) => `These are the latest ${number(n)} acts.`,
  trouble: "This list cannot be brought up to date at the moment.",
  loading: "Fetching the acts …",
  server: "Server",
  by: (who) => `by ${who}`,
  minutes: (n) => `${n} min`,
  span: (from, to) => `${from} to ${to}`,
  acts: {
    "room.opened": "Sitting opened",
    "room.paused": "Whole room paused",
    "room.resumed": "Whole room resumed",
    "room.released": "Every candidate may change PC",
    "room.incident": "Incident in the whole room",
    "room.closed": "Sitting closed",
    "room.sealed": "Sitting sealed",
    "seat.paused": "Paused",
    "seat.interrupted": "Interrupted",
    "seat.resumed": "Resumed",
    "seat.released": "May change PC",
    "seat.incident": "Incident",
    "seat.granted": "Time added",
    "seat.ended": "Ended",
    "seat.absent": "Recorded as absent",
    "seat.recalled": "Absence taken back",
    "seat.pin_reissued": "New PIN issued",
    "seat.warned": "Warned",
    "seat.disqualified": "Disqualified",
    "seat.cancelled": "Attempt cancelled",
    "seat.voided": "Attempt replaced",
  },
};

/** What became of an act that has no clear answer. */
export const outcome: typeof outcomeId = {
  lostTitle: "No answer came from the server",
  again: "Try again; it is safe: if the act has happened all the same, it does not happen twice.",
  notTwice:
    "Do not repeat it yet: if it has happened all the same, it would happen twice. Once connected, this page finds out by itself.",
  checking: "Looking into the server's records …",
  happenedTitle: "It has happened all the same",
  happened: (at) => `The server recorded it at ${at}. There is no need to repeat it.`,
  notTitle: "It has not happened",
  not: (at) => `As of ${at} the server has no record of it. You can repeat it.`,
  pinAgain: "Try again; it is safe: the PIN stays the same.",
  reissueAgain: "Try again; it is safe: a PIN that was never shown is of use to nobody.",
  changedTitle: "Things changed while this dialog was open",
  changedRoom: (state) => `The sitting now: ${state}.`,
  changedSeat: (state) => `The candidate now: ${state}.`,
  changedHint: "This act no longer applies; nothing was done.",
  stands: "time stands still for the whole room",
};
