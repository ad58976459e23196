/** What the desk and the proctor see, under short names; the shapes are generated from OpenAPI. */

import type { components } from "../../api/types.d.ts";

type Schemas = components["schemas"];

/** Instants are milliseconds since 1970 on the server's clock. */
export type Sitting = Schemas["Sitting"];
export type SittingSummary = Schemas["SittingSummary"];
export type Selection = Schemas["Selection"];
export type Seat = Schemas["Seat"];
export type Standing = Schemas["Standing"];
export type Counters = Schemas["Counters"];
export type RoomStatus = Schemas["RoomStatus"];
export type RoomAct = Schemas["RoomAct"];
export type RoomState = Schemas["RoomState"];
export type SeatAct = Schemas["SeatAct"];
export type SeatState = Schemas["SeatState"];
export type ResumePreview = Schemas["ResumePreview"];
export type SittingAct = Schemas["SittingAct"];
export type SittingActs = Schemas["SittingActs"];
export type PrintedPin = Schemas["PrintedPin"];
export type StreamEnd = Schemas["StreamEnd"];

/** In the order of an exam day. */
export const STANDINGS: readonly Standing[] = [
  "not_arrived",
  "present",
  "logged_in",
  "answering",
  "disconnected",
  "paused",
  "finished",
  "absent",
  "out",
];

export const REASON_MAX = 500;
