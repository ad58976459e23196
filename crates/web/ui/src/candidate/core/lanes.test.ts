import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NoAnswer } from "../../api/problem.ts";
import { answer, Room, sit } from "./testing-room.ts";
import { running, state } from "./testing.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("while answers alone cannot be sent", () => {
  it("the page hears of a pause, of added time and of the end, every three seconds", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    room.broken.add("events");
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(room.got.filter((asked) => asked === "state").length).toBeGreaterThanOrEqual(4);
    expect(sight()).toMatchObject({ unsent: 1, failing: true, open: true });
    room.now = running(0, { remaining_ms: 500_000, deadline: 2_000_000 });
    await vi.advanceTimersByTimeAsync(3_500);
    expect(sight()).toMatchObject({ shift: { after: "granted" }, failing: true });
    room.now = state("paused", 0, 40_000);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(sight()).toMatchObject({ state: { phase: "paused" }, open: false, unsent: 1 });
    room.now = running(0);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(sight()).toMatchObject({ open: true, failing: true, unsent: 1 });
    room.broken.clear();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(sight()).toMatchObject({ unsent: 0, failing: false });
    expect(room.mostInFlight).toBe(1);
  });

  it("a request that hangs until it is given up does not keep the state away either", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    room.events = () =>
      new Promise((_resolve, reject) => setTimeout(() => reject(new NoAnswer("timeout")), 5_000));
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(4_000);
    room.now = state("paused", 0, 40_000);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(sight().state.phase).toBe("paused");
  });

  it("nothing is said to be waiting for the network once time stands still", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    room.broken.add("events");
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(100);
    expect(sight().failing).toBe(true);
    room.now = state("paused", 0, 40_000);
    await vi.advanceTimersByTimeAsync(6_500);
    expect(sight()).toMatchObject({ failing: false, unsent: 1 });
  });
});

describe("while the state alone cannot be asked for", () => {
  it("answers are sent all the same", async () => {
    const room = new Room();
    const { seat, sight } = await sit(room);
    room.broken.add("state");
    await vi.advanceTimersByTimeAsync(4_000);
    seat.look();
    await vi.advanceTimersByTimeAsync(100);
    expect(sight().failing).toBe(true);
    seat.click("i1", answer("x"));
    await vi.advanceTimersByTimeAsync(100);
    expect(sight().unsent).toBe(0);
  });
});
