import { expect, it } from "vitest";
import { actedOn, latest, meanwhile, recorded, token } from "./ledger.ts";
import type { Seat, SittingAct } from "./model.ts";
import { snapshot } from "./room.ts";
import { seat, sitting } from "./testing.ts";

function done(act: string, at: number, more: Partial<SittingAct> = {}): SittingAct {
  return {
    at,
    by: "Petugas A",
    act,
    attempt: null,
    reason: "",
    cause: null,
    length_ms: null,
    from: null,
    to: null,
    ...more,
  };
}

it("finds an act that was done although its answer was lost, and no other", () => {
  const aim = { act: "grant", attempt: "1" };
  expect(token(aim)).toBe("seat.granted");
  const mine = done("seat.granted", 100, { attempt: "1" });
  expect(recorded([mine], aim, 90, "Petugas A")).toBe(mine);
  expect(recorded([mine], aim, 101, "Petugas A"), "an earlier one").toBeUndefined();
  expect(recorded([mine], aim, 90, "Petugas B"), "somebody else's").toBeUndefined();
  expect(recorded([mine], { ...aim, attempt: "2" }, 90, "Petugas A"), "another seat").toBeUndefined();
  expect(recorded([mine], { act: "grant" }, 90, "Petugas A"), "not the room").toBeUndefined();
});

it("tells what changed meanwhile: in the room, or at this seat", () => {
  const acts = [done("seat.warned", 130, { attempt: "2" }), done("room.paused", 120)];
  expect(latest(acts, { act: "pause" }, 100)?.act).toBe("room.paused");
  expect(latest(acts, { act: "pause", attempt: "2" }, 100)?.act).toBe("seat.warned");
  expect(latest(acts, { act: "pause", attempt: "1" }, 125)).toBeUndefined();
});

it("tells what bears on an act that is about to be done, in order", () => {
  const acts = [
    done("seat.granted", 160, { attempt: "1", length_ms: 300_000 }),
    done("room.incident", 150),
    done("seat.granted", 140, { attempt: "2" }),
    done("room.released", 130),
    done("seat.warned", 120, { attempt: "1" }),
    done("seat.granted", 90, { attempt: "1" }),
  ];
  const told = (attempt?: string): string[] =>
    meanwhile(acts, { act: "grant", ...(attempt && { attempt }) }, 100).map((one) => one.act);
  expect(told("1")).toEqual(["seat.warned", "room.incident", "seat.granted"]);
  expect(told("3"), "a neighbour’s are nobody’s business").toEqual(["room.incident"]);
  expect(told()).toEqual(["room.incident"]);
});

it("asks for the ledger again after acts, not after every answer", () => {
  const now = seat({ status: "running", answered: 3, deadline: 900 });
  const before = snapshot(undefined, sitting({ seats: [now] }));
  const asks = (change: Partial<Seat>): boolean =>
    actedOn(before, sitting({ seats: [{ ...now, ...change }] }));
  expect(asks({ answered: 4, last_contact: 50 })).toBe(false);
  expect(asks({ deadline: 960 })).toBe(true);
  expect(asks({ warnings: 1 })).toBe(true);
  expect(asks({ attempt: "a2" })).toBe(true);
  expect(actedOn(before, sitting({ paused: true }))).toBe(true);
  expect(actedOn(undefined, sitting())).toBe(true);
});
