import { describe, expect, it } from "vitest";
import { Countdown } from "./countdown.ts";
import { running, state } from "./testing.ts";

const at = (sentAt: number, receivedAt = sentAt): { sentAt: number; receivedAt: number } => ({
  sentAt,
  receivedAt,
});

describe("countdown", () => {
  it("counts down by itself and locks at zero", () => {
    const countdown = new Countdown();
    expect(countdown.remaining(0)).toBeUndefined();
    expect(countdown.learn(running(0), at(1_000))).toBe(0);
    expect(countdown.remaining(31_000)).toBe(30_000);
    expect(countdown.isUp(60_999)).toBe(false);
    expect(countdown.isUp(61_000)).toBe(true);
    expect(countdown.remaining(99_000)).toBe(0);
  });

  it("unlocks when a reply says that more is left, and says how much", () => {
    const countdown = new Countdown();
    countdown.learn(running(0, { remaining_ms: 1_000 }), at(0));
    expect(countdown.isUp(2_000)).toBe(true);
    const later = running(0, { remaining_ms: 300_000, deadline: 1_302_000 });
    expect(countdown.learn(later, at(2_000))).toBe(300_000);
    expect(countdown.isUp(2_000)).toBe(false);
  });

  it("takes half of the way as the server's moment", () => {
    const countdown = new Countdown();
    countdown.learn(running(0), at(1_000, 3_000));
    expect(countdown.zero).toBe(62_000);
  });

  it("does not jump about with slow replies, and follows better ones", () => {
    const countdown = new Countdown();
    countdown.learn(running(0, { deadline: 7 }), at(0, 20));
    countdown.learn(running(0, { deadline: 7, remaining_ms: 58_200 }), at(1_000, 4_000));
    expect(countdown.zero).toBe(60_010);
    countdown.learn(running(0, { deadline: 7, remaining_ms: 55_006 }), at(5_000, 5_004));
    expect(countdown.zero).toBe(60_008);
  });

  it("stands still in a pause and gives the time back", () => {
    const countdown = new Countdown();
    countdown.learn(running(0), at(0));
    expect(countdown.learn(state("paused", 0, 50_000), at(13_000))).toBe(0);
    expect(countdown.remaining(900_000)).toBe(50_000);
    expect(countdown.isUp(900_000)).toBe(false);
    expect(countdown.learn(running(0, { remaining_ms: 47_000 }), at(900_000))).toBe(0);
    expect(countdown.remaining(910_000)).toBe(37_000);
  });

  it("tells of minutes granted during a pause", () => {
    const countdown = new Countdown();
    countdown.learn(state("paused", 0, 50_000), at(0));
    expect(countdown.learn(running(0, { remaining_ms: 350_000 }), at(5_000))).toBe(300_000);
  });

  it("tells of time taken away too, and keeps silent about the network's noise", () => {
    const countdown = new Countdown();
    countdown.learn(running(0), at(0));
    expect(countdown.learn(running(0, { deadline: 5, remaining_ms: 58_000 }), at(1_000))).toBe(0);
    expect(countdown.learn(running(0, { deadline: 6, remaining_ms: 10_000 }), at(1_000))).toBe(-48_000);
  });

  it("takes any next reply after sleep, without making news of it", () => {
    const countdown = new Countdown();
    countdown.learn(running(0), at(0));
    countdown.distrust();
    expect(countdown.learn(running(0, { remaining_ms: 5_000 }), at(2_000, 3_000))).toBe(0);
    expect(countdown.remaining(2_500)).toBe(5_000);
  });

  it("starts from this PC's memory until the server is heard", () => {
    const countdown = new Countdown();
    countdown.guess(30_000, 1_000);
    expect(countdown.remaining(11_000)).toBe(20_000);
    expect(countdown.learn(running(0, { remaining_ms: 45_000 }), at(11_000))).toBe(0);
    expect(countdown.remaining(11_000)).toBe(45_000);
  });

  it("knows no time before and after", () => {
    const countdown = new Countdown();
    countdown.learn(running(0), at(0));
    countdown.learn(state("finished", 9), at(1_000));
    expect(countdown.remaining(2_000)).toBeUndefined();
    expect(countdown.isUp(99_999)).toBe(false);
  });
});
