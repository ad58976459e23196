import { expect, it } from "vitest";
import { delta, running, snapshot } from "./room.ts";
import { seat, sitting } from "./testing.ts";

const two = [seat(), seat({ attempt: "a2", place: "A-2" })];
const runs = (deadline: number | null, paused = false) =>
  seat({ status: "running", standing: paused ? "paused" : "answering", deadline, paused });

it("changes only the seats of a delta, and keeps their order", () => {
  const before = snapshot(undefined, sitting({ seats: two, now: 10 }));
  const after = delta(
    before,
    sitting({ seats: [seat({ status: "present", standing: "present" })], now: 20 }),
  );
  expect(after.sitting.seats.map((one) => [one.attempt, one.status])).toEqual([
    ["a1", "present"],
    ["a2", "assigned"],
  ]);
  expect(after.seats.get("a2")).toBe(two[1]);
  expect(after.sitting.now).toBe(20);
});

it("forgets seats that a snapshot no longer has", () => {
  const before = snapshot(undefined, sitting({ seats: two }));
  expect(snapshot(before, sitting({ seats: two.slice(0, 1) })).seats.size).toBe(1);
});

it("knows since when the room stands still where it saw that begin", () => {
  const before = snapshot(undefined, sitting({ seats: [runs(100_000)], now: 40_000 }));
  const paused = delta(before, sitting({ paused: true, now: 41_000, seats: [runs(null, true)] }));
  expect(delta(paused, sitting({ paused: true, now: 45_000 })).pausedSince).toBe(41_000);
});

it("counts a pause after an outage from the start of the outage", () => {
  const before = snapshot(undefined, sitting({ seats: [runs(100_000)], now: 40_000 }));
  const outages = [{ from: 42_000, to: 62_000 }];
  const after = snapshot(before, sitting({ paused: true, now: 63_000, outages }));
  expect(after.pausedSince).toBe(42_000);
});

it("does not guess at a pause that it did not see begin", () => {
  const late = snapshot(undefined, sitting({ paused: true, now: 9_000, outages: [{ from: 1, to: 2 }] }));
  expect(late.pausedSince).toBeUndefined();
});

it("forgets a pause that is over, and another sitting altogether", () => {
  const before = snapshot(undefined, sitting({ seats: [runs(100_000)], now: 40_000 }));
  const paused = delta(before, sitting({ paused: true, now: 41_000, seats: [runs(null, true)] }));
  const again = delta(paused, sitting({ now: 50_000, seats: [runs(109_000)] }));
  expect([again.pausedSince, running(again)]).toEqual([undefined, 1]);
  const other = snapshot(paused, sitting({ id: "t2", paused: true, seats: [runs(null, true)] }));
  expect(other.pausedSince).toBeUndefined();
});

it("orders seats as people count them", () => {
  const places = ["A-10", "B-1", "A-2"].map((place) => seat({ attempt: place, place }));
  const { sitting: shown } = snapshot(undefined, sitting({ seats: places }));
  expect(shown.seats.map(({ place }) => place)).toEqual(["A-2", "A-10", "B-1"]);
});
