import { describe, expect, it } from "vitest";
import { NoAnswer, Problem } from "../../api/problem.ts";
import type { Held } from "./held.ts";
import type { Line } from "./line.ts";
import { comeBack, oldest } from "./return.ts";
import { MemoryStorage } from "./storage-memory.ts";
import type { Kept } from "./storage.ts";
import { running } from "./testing.ts";

const HOUR_MS = 3_600_000;
const UNSENT: Held = {
  seq: 1,
  id: "e1",
  item: "i",
  deed: { kind: "clear" },
  rebase: false,
  clientMs: 0,
  block: 0,
};
const KEPT = { attempt: "a", epoch: 1, savedAt: 0 } as Kept;

async function stored(kept: Kept, held: Held): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  await storage.sitDown(kept);
  await storage.write("a", 1, new Map([[held.seq, held]]));
  return storage;
}

function line(answer: () => unknown): Line & { asked: number } {
  const state = async (): Promise<unknown> => {
    room.asked += 1;
    return { body: { state: answer() }, sentAt: 0, receivedAt: 0 };
  };
  const room = { state, asked: 0 } as unknown as Line & { asked: number };
  return room;
}

const fails = (error: unknown) =>
  line(() => {
    throw error;
  });

describe("coming back", () => {
  it("asks nobody on the same day", async () => {
    const room = fails(new NoAnswer("network"));
    const storage = await stored(KEPT, UNSENT);
    expect(await comeBack(storage, room, 15 * HOUR_MS)).toEqual({ kept: KEPT, said: undefined });
    expect(room.asked).toBe(0);
  });

  it("goes on when the server knows the attempt, however late it is on this PC's clock", async () => {
    const storage = await stored(KEPT, UNSENT);
    const back = await comeBack(
      storage,
      line(() => running(0)),
      40 * HOUR_MS,
    );
    expect(back?.kept).toEqual(KEPT);
    expect(back?.said?.body.phase).toBe("running");
    expect(await storage.events("a", 1)).toEqual([UNSENT]);
  });

  it("goes on when the server cannot be asked", async () => {
    const storage = await stored(KEPT, UNSENT);
    const back = await comeBack(storage, fails(new NoAnswer("network")), 40 * HOUR_MS);
    expect(back).toEqual({ kept: KEPT, said: undefined });
  });

  it("leaves unsent answers where they are when nobody is logged in, and forgets sent ones", async () => {
    const room = fails(new Problem(401, { code: "unauthenticated" }));
    const unsent = await stored(KEPT, UNSENT);
    expect(await comeBack(unsent, room, 40 * HOUR_MS)).toBeUndefined();
    expect(await unsent.events("a", 1)).toEqual([UNSENT]);
    const sent = await stored(KEPT, { ...UNSENT, verdict: "accepted" });
    expect(await comeBack(sent, room, 40 * HOUR_MS)).toBeUndefined();
    expect(await sent.current()).toBeUndefined();
  });

  it("after the receipt asks first, so that the next person finds a plain log-in", async () => {
    const over = { ...KEPT, outcome: { count: { late: 0, refused: 0 }, complete: true, at: 0 } };
    const storage = new MemoryStorage();
    await storage.sitDown(over);
    const nobody = fails(new Problem(401, { code: "unauthenticated" }));
    expect(await comeBack(storage, nobody, HOUR_MS)).toBeUndefined();
    expect(await storage.current()).toBeUndefined();
  });

  it("takes the earlier of two clocks for the end of the day", () => {
    expect(oldest(100 * HOUR_MS, 20 * HOUR_MS)).toBe(4 * HOUR_MS);
    expect(oldest(20 * HOUR_MS, 100 * HOUR_MS)).toBe(4 * HOUR_MS);
  });
});
