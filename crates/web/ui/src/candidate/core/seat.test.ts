import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NoAnswer, Problem } from "../../api/problem.ts";
import { Seat } from "./seat.ts";
import { MemoryStorage } from "./storage-memory.ts";
import type { Kept } from "./storage.ts";
import { answer, KEPT, RECEIPT, refusal, Room, sit } from "./testing-room.ts";
import { ids, running, state } from "./testing.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a seat", () => {
  it("asks for its answers and its paper, then for the state every three seconds", async () => {
    const room = new Room();
    const { sight } = await sit(room);
    expect(room.got).toEqual(["answers", "start"]);
    expect(sight().open).toBe(true);
    await vi.advanceTimersByTimeAsync(6_100);
    expect(room.got.slice(2)).toEqual(["state", "state"]);
  });

  it("takes the paper at the opening only when the candidate is ready", async () => {
    const room = new Room();
    room.now = state("open", 0);
    const { seat } = await sit(room);
    expect(room.got).toEqual(["answers"]);
    seat.beReady();
    room.now = running(0);
    await vi.advanceTimersByTimeAsync(20);
    expect(room.got).toEqual(["answers", "start"]);
  });

  it("takes no click before the start, in a pause, or at zero", async () => {
    const room = new Room();
    room.now = state("waiting", 0);
    const { seat } = await sit(room);
    expect(seat.click("i1", answer("x"))).toBe(false);
    room.now = state("paused", 0);
    await vi.advanceTimersByTimeAsync(3_100);
    expect(seat.click("i1", answer("x"))).toBe(false);
  });

  it("sends a click at once, one request at a time, and keeps what waits", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(1);
    seat.click("i2", answer("y"));
    seat.click("i2", { kind: "flag" });
    expect(sight().unsent).toBe(3);
    await vi.advanceTimersByTimeAsync(40);
    expect(room.got.slice(2)).toEqual(["events 1", "events 2,3"]);
    expect(room.mostInFlight).toBe(1);
    expect(sight()).toMatchObject({ unsent: 0, savedAnswerAt: room.now.now });
    expect(sight().standing("i2")).toMatchObject({ option: "y", flagged: true });
  });

  it("sends again after no answer, later and later, and honours Retry-After", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    room.fails.push(new NoAnswer("timeout"), refusal(503, "overloaded", {}, 2_000));
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(15);
    expect(sight()).toMatchObject({ unsent: 1, failing: true });
    await vi.advanceTimersByTimeAsync(300);
    expect(room.got.filter((what) => what === "events 1")).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(room.got.filter((what) => what === "events 1")).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(700);
    expect(sight()).toMatchObject({ unsent: 0, failing: false });
  });

  it("asks once why time stands still or has moved", async () => {
    const room = new Room();
    const { sight } = await sit(room);
    const standstill = { cause: "room", since: 900_000, words: "Listrik padam" } as const;
    room.because = { changes: [], pause: standstill };
    room.now = state("paused", 0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sight().why?.pause).toEqual(standstill);
    room.because = {
      changes: [{ cause: "grant", at: 950_000, by_ms: 300_000, words: "PC lambat" }],
      pause: null,
    };
    room.now = running(0, { remaining_ms: 500_000, deadline: 2_000_000 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sight()).toMatchObject({ why: room.because, shift: { deadline: 2_000_000 } });
    expect(room.got.filter((asked) => asked === "why")).toHaveLength(2);
  });

  it("asks at once after sleep, and takes the server's time without making news of it", async () => {
    const room = new Room();
    room.now = running(0, { remaining_ms: 1_800_000 });
    const { seat, sight } = await sit(room);
    // The PC slept for twenty minutes, and its monotonic clock with it.
    room.now = { ...room.now, remaining_ms: 600_000 };
    room.got.length = 0;
    seat.distrustClock();
    await vi.advanceTimersByTimeAsync(50);
    expect(room.got).toEqual(["state"]);
    expect(seat.remaining()).toBeLessThan(600_100);
    expect(sight()).toMatchObject({ shift: undefined, open: true });
  });

  it("takes a request that came too slowly for the network's doing, and tells of no trouble", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    room.fails.push(new Problem(408, { code: "" }));
    seat.click("i1", answer("o1"));
    await vi.advanceTimersByTimeAsync(50);
    expect(sight()).toMatchObject({ failing: true, trouble: undefined, unsent: 1 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sight()).toMatchObject({ failing: false, unsent: 0 });
  });

  it("keeps what was told not_running until time runs again", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    room.judge = ({ seq }) => {
      room.now = state("paused", 0, 50_000);
      return { seq, verdict: "not_running" };
    };
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sight()).toMatchObject({ unsent: 1, open: false });
    expect(room.events_).toHaveLength(1);
    room.judge = ({ seq }) => ({ seq, verdict: "accepted" });
    room.now = running(0);
    await vi.advanceTimersByTimeAsync(3_100);
    expect(sight().unsent).toBe(0);
    expect(room.events_.map(({ id }) => id)).toEqual(["e1", "e1"]);
  });

  it("sends again in steps what a server keeps waiting after the end", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    room.judge = ({ seq }) => {
      room.now = state("time_up", 0, 0);
      return { seq, verdict: "not_running" };
    };
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sight().unsent).toBe(1);
    expect(room.events_.length).toBeGreaterThan(1);
    expect(room.events_.length).toBeLessThan(12);
    room.judge = ({ seq }) => ({ seq, verdict: "accepted" });
    room.now = running(0);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(sight().unsent).toBe(0);
  });
});

describe("the end", () => {
  it("comes when the candidate finishes and everything has arrived", async () => {
    const room = new Room();
    const storage = new MemoryStorage();
    const { seat, sight } = await sit(room, storage);
    seat.click("i1", answer("x"));
    seat.finish();
    expect(seat.click("i2", answer("y"))).toBe(false);
    await vi.advanceTimersByTimeAsync(50);
    expect(room.got.slice(2)).toEqual(["events 1", "finish 0 1"]);
    expect(sight()).toMatchObject({ receipt: RECEIPT, paper: undefined });
    expect(await storage.events("a1", 1)).toEqual([]);
    expect(await storage.paper("a1")).toBeUndefined();
    room.got.length = 0;
    await vi.advanceTimersByTimeAsync(11_000);
    expect(room.got).toEqual(["state", "state"]);
  });

  it("hears within seconds of what is decided while the receipt is shown", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    seat.finish();
    await vi.advanceTimersByTimeAsync(50);
    expect(sight().receipt).toBe(RECEIPT);
    room.now = { ...room.now, set_aside: "disqualified" };
    await vi.advanceTimersByTimeAsync(5_100);
    expect(sight()).toMatchObject({ receipt: RECEIPT, state: { set_aside: "disqualified" } });
    // A log-in that has ended takes the receipt away from nobody, and is not asked again.
    room.fails.push(refusal(401, "unauthenticated"));
    await vi.advanceTimersByTimeAsync(5_100);
    room.got.length = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(room.got).toEqual([]);
    expect(sight()).toMatchObject({ receipt: RECEIPT, stop: undefined });
  });

  it("sends first what finish finds missing", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(30);
    room.fails.push(refusal(409, "missing_seq", { expected: 1 }));
    room.now = running(0);
    seat.finish();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(room.got.slice(3)).toEqual(["finish 0 1", "events 1", "finish 0 1"]);
    expect(sight().receipt).toBe(RECEIPT);
  });

  it("locks at zero, sends what it holds, then says that time is up", async () => {
    const room = new Room();
    room.now = running(0, { remaining_ms: 2_000 });
    const { seat, sight } = await sit(room);
    room.fails.push(new NoAnswer("network"), new NoAnswer("network"), new NoAnswer("network"));
    await vi.advanceTimersByTimeAsync(1_800);
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(250);
    expect(sight()).toMatchObject({ open: false, locked: true, unsent: 1 });
    room.now = state("time_up", 0, 0);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(room.got.slice(-2)).toEqual(["events 1", "time_up 1"]);
    expect(sight().receipt).toBe(RECEIPT);
  });

  it("unlocks when the server says that it is not due", async () => {
    const room = new Room();
    room.now = running(0, { remaining_ms: 1_000 });
    const { sight } = await sit(room);
    room.fails.push(refusal(409, "not_due"));
    room.now = running(0, { remaining_ms: 120_000, deadline: 9_999_999 });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(room.got).toContain("time_up 0");
    expect(sight()).toMatchObject({ open: true, locked: false });
    expect(sight().shift?.ms).toBeGreaterThan(100_000);
  });

  it("of a block begins the next one with a time of its own, and tells of no time given", async () => {
    const room = new Room();
    room.now = running(0, { remaining_ms: 1_000 });
    const { sight } = await sit(room);
    room.now = running(0, { block: 1, remaining_ms: 1_200_000, deadline: 9_999_999 });
    room.timeUp = async () => {
      const at = performance.now();
      return { body: { state: room.now, receipt: null }, sentAt: at, receivedAt: at };
    };
    await vi.advanceTimersByTimeAsync(3_500);
    expect(sight()).toMatchObject({ state: { block: 1 }, open: true, locked: false, shift: undefined });
  });

  it("fetches the receipt when a proctor has ended it", async () => {
    const room = new Room();
    const { sight } = await sit(room);
    room.now = state("finished", 0);
    await vi.advanceTimersByTimeAsync(3_100);
    expect(room.got.slice(2)).toEqual(["state", "receipt"]);
    expect(sight().receipt).toBe(RECEIPT);
  });
});

describe("the word about the answers at the end", () => {
  const WHOLE: Kept = { ...KEPT, whole: true };

  async function finish(room: Room, storage: MemoryStorage, kept: Kept) {
    await storage.sitDown(kept);
    const { seat, sight } = await sit(room, storage, kept);
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(50);
    seat.finish();
    await vi.advanceTimersByTimeAsync(50);
    return sight();
  }

  async function reload(room: Room, storage: MemoryStorage) {
    const around = { line: room, storage, newId: ids("f"), random: () => 0.5 };
    const kept = await storage.current();
    if (!kept) throw new Error("nothing was kept");
    const seat = await Seat.take(around, kept, undefined);
    void seat.run();
    await vi.advanceTimersByTimeAsync(100);
    return seat.sight();
  }

  it("is that all arrived only where this PC has them all, from the first", async () => {
    const whole = await finish(new Room(), new MemoryStorage(), WHOLE);
    expect(whole).toMatchObject({ receipt: RECEIPT, complete: true });
    // Taken over from another PC, whose unsent answers nobody here knows of.
    const moved = await finish(new Room(), new MemoryStorage(), KEPT);
    expect(moved).toMatchObject({ receipt: RECEIPT, complete: false });
  });

  it("stays through a reload, without a name", async () => {
    const room = new Room();
    const storage = new MemoryStorage();
    const before = await finish(room, storage, { ...WHOLE, seated: { name: "A" } as Kept["seated"] });
    expect((await storage.current())?.seated).toBeUndefined();
    const ended = before.endedAt;
    expect(ended).toBe(room.now.now);
    // Minutes later it still counts from the end.
    room.now = { ...room.now, now: room.now.now + 300_000 };
    expect(await reload(room, storage)).toMatchObject({ receipt: RECEIPT, complete: true, endedAt: ended });
  });

  it("counts from the exam's end where this page has not seen it", async () => {
    const room = new Room();
    const storage = new MemoryStorage();
    room.now = { ...state("finished", 0), now: 9_000_000 };
    await storage.sitDown(KEPT);
    const { sight } = await sit(room, storage);
    expect(sight()).toMatchObject({ receipt: RECEIPT, endedAt: RECEIPT.ended });
  });

  it("tells of what came too late, after a reload too", async () => {
    const room = new Room();
    room.judge = ({ seq }) => ({ seq, verdict: "late" });
    const storage = new MemoryStorage();
    expect(await finish(room, storage, WHOLE)).toMatchObject({ complete: false, count: { late: 1 } });
    expect(await reload(room, storage)).toMatchObject({ complete: false, count: { late: 1 } });
  });

  it("is not that all arrived when this PC has lost some", async () => {
    const room = new Room();
    const storage = new MemoryStorage();
    room.now = running(3);
    expect(await finish(room, storage, WHOLE)).toMatchObject({ complete: false });
  });
});

describe("another device", () => {
  it("stops this one, which says what was not sent and keeps nothing", async () => {
    const room = new Room();
    const storage = new MemoryStorage();
    const { seat, sight } = await sit(room, storage);
    room.fails.push(new NoAnswer("network"), refusal(409, "stale_epoch", { current: 2 }));
    seat.click("i1", answer("x"));
    seat.click("i2", answer("y"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sight().stop).toEqual({ kind: "moved", unsent: 2 });
    expect(sight().paper).toBeUndefined();
    expect(await storage.attempt("a1")).toBeUndefined();
    const asked = room.got.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(room.got).toHaveLength(asked);
  });

  it("is not the same as a log-in that has ended: the queue goes on after it", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    room.fails.push(refusal(401, "unauthenticated"));
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(100);
    expect(sight()).toMatchObject({ stop: { kind: "log_in" }, unsent: 1 });
    seat.resume({ body: room.now, sentAt: performance.now(), receivedAt: performance.now() });
    await vi.advanceTimersByTimeAsync(100);
    expect(sight()).toMatchObject({ stop: undefined, unsent: 0 });
  });
});

describe("a reload", () => {
  it("without network shows what this PC remembers, and sends it when the server is back", async () => {
    const storage = new MemoryStorage();
    const room = new Room();
    const first = await sit(room, storage);
    room.fails.push(...Array.from({ length: 50 }, () => new NoAnswer("network")));
    first.seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(1_000);
    first.seat.leave();
    const kept = await storage.attempt("a1");
    if (!kept) throw new Error("nothing was kept");
    const around = { line: room, storage, newId: ids("f"), random: () => 0.5 };
    const seat = await Seat.take(around, kept, undefined);
    void seat.run();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seat.sight()).toMatchObject({ provisional: true, open: true, unsent: 1 });
    expect(seat.sight().standing("i1").option).toBe("x");
    expect(seat.remaining()).toBeGreaterThan(50_000);
    room.fails.length = 0;
    await vi.advanceTimersByTimeAsync(12_000);
    expect(seat.sight()).toMatchObject({ provisional: false, unsent: 0 });
    expect(room.events_.map(({ id }) => id)).toEqual(["e1"]);
  });

  it.each([20 * 60_000, -20 * 60_000])(
    "takes answers whatever this PC's clock says (%i ms off)",
    async (off) => {
      const storage = new MemoryStorage();
      const room = new Room();
      const first = await sit(room, storage);
      first.seat.leave();
      const kept = await storage.attempt("a1");
      if (!kept) throw new Error("nothing was kept");
      vi.setSystemTime(Date.now() + off);
      room.fails.push(...Array.from({ length: 50 }, () => new NoAnswer("network")));
      const seat = await Seat.take(
        { line: room, storage, newId: ids("f"), random: () => 0.5 },
        kept,
        undefined,
      );
      void seat.run();
      await vi.advanceTimersByTimeAsync(1_000);
      expect(seat.remaining()).toBeUndefined();
      expect(seat.sight()).toMatchObject({ provisional: true, locked: false, open: true });
      expect(seat.click("i1", answer("x"))).toBe(true);
      room.fails.length = 0;
      await vi.advanceTimersByTimeAsync(12_000);
      expect(seat.sight()).toMatchObject({ provisional: false, unsent: 0, open: true });
      seat.leave();
    },
  );

  it("comes back to the item that was looked at", async () => {
    const storage = new MemoryStorage();
    const first = await sit(new Room(), storage);
    first.seat.visit(7);
    await vi.advanceTimersByTimeAsync(100);
    const kept = await storage.attempt("a1");
    if (!kept) throw new Error("nothing kept");
    const second = await sit(new Room(), storage, kept);
    expect(second.sight().place).toBe(7);
  });

  it("finds that the server was set back, and sends again what it lost", async () => {
    const storage = new MemoryStorage();
    const room = new Room();
    const first = await sit(room, storage);
    first.seat.click("i1", answer("x"));
    first.seat.click("i2", answer("y"));
    await vi.advanceTimersByTimeAsync(50);
    first.seat.leave();
    room.now = running(1);
    room.events_.length = 0;
    const kept = await storage.attempt("a1");
    const second = await sit(room, storage, kept);
    await vi.advanceTimersByTimeAsync(50);
    expect(room.events_.map(({ seq, id }) => `${seq} ${id}`)).toEqual(["2 e2"]);
    expect(second.sight().unsent).toBe(0);
  });
});
