import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Phase } from "../../api/candidate.ts";
import { state } from "../core/testing.ts";
import type { Sight } from "../core/sight.ts";
import { News, STANDS_MS } from "./news.svelte.ts";

const sight = (phase: Phase, change: Partial<Sight> = {}): Sight =>
  ({ state: state(phase, 0), provisional: false, shift: undefined, why: undefined, ...change }) as Sight;
const keys = (news: News): string[] => news.shown.map(({ key }) => key);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("news", () => {
  it("says that the exam goes on, until the next pause", () => {
    const news = new News();
    news.see(sight("paused"), 50_000);
    news.see(sight("running"), 50_000);
    expect(keys(news)).toEqual(["pause"]);
    news.see(sight("paused"), 50_000);
    expect(keys(news)).toEqual([]);
    // Told again with nothing new, it changes nothing: whoever shows it would ask again, without end.
    const before = news.shown;
    news.see(sight("paused"), 50_000);
    expect(news.shown).toBe(before);
  });

  it("goes by itself when it has stood for its time", () => {
    const news = new News();
    news.see(sight("running"), 301_000);
    news.see(sight("running"), 299_000);
    vi.advanceTimersByTime(STANDS_MS - 1_000);
    news.expire();
    expect(keys(news)).toEqual(["mark"]);
    vi.advanceTimersByTime(1_000);
    news.expire();
    expect(keys(news)).toEqual([]);
  });

  it("marks no time that is only guessed", () => {
    const news = new News();
    news.see(sight("running", { provisional: true }), 301_000);
    news.see(sight("running", { provisional: true }), 299_000);
    expect(keys(news)).toEqual([]);
  });
});
