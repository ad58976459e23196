import { expect, it } from "vitest";
import {
  blocking,
  isAskedAnew,
  isRepeatable,
  opensEarly,
  ROOM_ACTS,
  roomActs,
  SEAT_ACTS,
  seatActs,
} from "./acts.ts";
import type { Permission } from "./permissions.ts";
import { snapshot } from "./room.ts";
import { seat, sitting } from "./testing.ts";

const proctor: ReadonlySet<Permission> = new Set([
  "watch",
  "check_in",
  "run_room",
  "seal",
  "act_on_seat",
] as const);
const committee: ReadonlySet<Permission> = new Set(["watch", "seal", "sanction"] as const);
const room = (change = {}) => snapshot(undefined, sitting(change));
const running = seat({ status: "running", standing: "answering", epoch: 1, deadline: 9 });

it("offers what the state of a seat allows", () => {
  expect(seatActs(seat(), room(), proctor)).toEqual(["warn", "absent"]);
  expect(seatActs(running, room(), proctor)).toEqual([
    "release",
    "pause",
    "grant",
    "incident",
    "warn",
    "end",
  ]);
  const paused = { ...running, paused: true };
  expect(seatActs(paused, room(), proctor)).toContain("resume");
  expect(seatActs(paused, room({ paused: true }), proctor)).not.toContain("resume");
  expect(seatActs({ ...running, released: true }, room(), proctor)).not.toContain("release");
  expect(seatActs(running, room({ status: "sealed" }), proctor)).toEqual([]);
});

it("leaves sanctions to who holds them, also after the minutes", () => {
  expect(seatActs(running, room({ status: "sealed" }), committee)).toEqual(["disqualify", "cancel"]);
  expect(seatActs({ ...running, disqualified: true }, room(), committee)).toEqual(["cancel"]);
});

it("offers what the state of a room allows", () => {
  expect(roomActs(room({ status: "planned" }), proctor)).toEqual(["open"]);
  expect(roomActs(room(), proctor)).toEqual(["pause", "release", "incident", "close"]);
  expect(roomActs(room({ paused: true }), proctor)).toEqual(["resume", "release", "incident", "close"]);
  expect(roomActs(room({ status: "closed" }), committee)).toEqual(["seal"]);
  expect(roomActs(room(), committee)).toEqual([]);
});

it("counts who keeps a room from being closed", () => {
  expect(blocking("close", room({ seats: [running, seat({ attempt: "a2" })] }))).toBe(1);
  expect(blocking("pause", room({ seats: [running] }))).toBe(0);
});

it("lets an absence be taken back while the room is not closed", () => {
  const absent = seat({ status: "absent", standing: "absent" });
  expect(seatActs(absent, room(), proctor)).toContain("recall");
  expect(seatActs(absent, room({ status: "closed" }), proctor)).not.toContain("recall");
});

it("asks why a room opens long before its hour", () => {
  const planned = room({ status: "planned", starts: 3_600_000 });
  expect(opensEarly(planned, 3_600_000 - 16 * 60_000)).toBe(true);
  expect(opensEarly(planned, 3_600_000 - 14 * 60_000)).toBe(false);
  expect(opensEarly(room({ starts: 3_600_000 }), 0)).toBe(false);
});

it("knows what must not be asked for twice", () => {
  expect([...ROOM_ACTS, ...SEAT_ACTS].filter((act) => !isRepeatable(act))).toEqual(["grant", "warn"]);
});

it("asks anew before what two would do twice on the same sight", () => {
  expect(SEAT_ACTS.filter(isAskedAnew)).toEqual(["grant", "incident", "warn"]);
  expect(ROOM_ACTS.filter(isAskedAnew)).toEqual(["incident"]);
});
