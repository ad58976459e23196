import { expect, it } from "vitest";
import { advance, REST_MS, SPEED, type Roll } from "./roll.ts";

const ROOM = { end: 400, view: 300 };
const START: Roll = { at: 0, before: 0, restUntil: REST_MS };

/** Sixty times a second until then. */
function run(roll: Roll, until: number, paged = false, room = ROOM): Roll {
  let now = roll.before;
  while (now < until) {
    now = Math.min(until, now + 1_000 / 60);
    roll = advance(roll, now, room, paged);
  }
  return roll;
}

it("rests, then moves slowly and evenly", () => {
  expect(run(START, REST_MS - 20).at).toBe(0);
  const moved = run(START, REST_MS + 2_000).at;
  expect(moved).toBeGreaterThan(SPEED * 1.9);
  expect(moved).toBeLessThan(SPEED * 2.1);
});

it("rests at the end and goes back to the top", () => {
  const down = REST_MS + (ROOM.end / SPEED) * 1_000 + 100;
  const atEnd = run(START, down);
  expect(atEnd.at).toBe(ROOM.end);
  expect(run(atEnd, down + REST_MS / 2).at).toBe(ROOM.end);
  expect(run(atEnd, down + REST_MS).at).toBe(0);
});

it("turns pages where motion is not wanted, and never moves between them", () => {
  const pages = new Set([1, 2, 3, 4].map((turn) => run(START, turn * (REST_MS + 40), true).at));
  expect([...pages]).toEqual([270, 400, 0]);
});

it("stays at the top where everything is seen", () => {
  expect(run({ ...START, at: 50 }, 60_000, false, { end: 0, view: 300 }).at).toBe(0);
});
