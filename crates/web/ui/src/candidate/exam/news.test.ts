import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Phase } from "../../api/candidate.ts";
import { en } from "../en.ts";
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
    const news = new News(() => undefined);
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
    const news = new News(() => undefined);
    news.see(sight("running"), 301_000);
    news.see(sight("running"), 299_000);
    vi.advanceTimersByTime(STANDS_MS - 1_000);
    news.expire();
    expect(keys(news)).toEqual(["mark"]);
    vi.advanceTimersByTime(1_000);
    news.expire();
    expect(keys(news)).toEqual([]);
  });

  it("takes back what the clock no longer says", () => {
    const news = new News(() => undefined);
    const at = (seconds: number): string[] => {
      news.see(sight("running"), seconds * 1_000);
      return keys(news);
    };
    expect([at(301), at(299), at(260), at(258)]).toEqual([[], ["mark"], ["mark"], []]);
    expect([at(59), at(20), at(18)]).toEqual([["mark"], ["mark"], []]);
    expect([at(610), at(299), at(400)]).toEqual([[], ["mark"], []]);
  });

  it("takes an end back that was moved again, and adds up what was given one upon the other", () => {
    const news = new News(() => undefined);
    const until = (deadline: number, change: Partial<Sight> = {}): void =>
      news.see(sight("running", { state: { ...state("running", 0), deadline }, ...change }), 900_000);
    const given = (ms: number, deadline: number): Partial<Sight> => ({
      shift: { ms, after: "granted", deadline },
    });
    const change = { cause: "grant", at: 1, by_ms: 300_000, words: "PC menyala ulang" } as const;
    const changes = [
      { ...change, words: "Dahulu" },
      change,
      { ...change, by_ms: 180_000, words: "Listrik padam" },
    ];
    const first = given(300_000, 1_000_000);
    until(1_000_000, first);
    const second = given(180_000, 2_000_000);
    until(2_000_000, second);
    expect(news.urgent).toContain("ditambah 8 menit");
    until(2_000_000, { ...second, why: { changes, pause: null } });
    expect(news.urgent).toMatch(/8 menit.*: Listrik padam.*: PC menyala ulang/);
    expect(news.urgent).not.toContain("Dahulu");
    expect(keys(news)).toEqual(["shift"]);
    until(2_000_100, second);
    expect(keys(news)).toEqual([]);
    until(3_000_000, given(60_000, 3_000_000));
    expect(news.urgent).toContain("ditambah 1 menit");
  });

  it("marks no time that is only guessed", () => {
    const news = new News(() => undefined);
    news.see(sight("running", { provisional: true }), 301_000);
    news.see(sight("running", { provisional: true }), 299_000);
    expect(keys(news)).toEqual([]);
  });

  it("says the marks once each, through a reload, added time and a pause", () => {
    const MINUTE = 60_000;
    let kept: number | undefined;
    const load = (): News => new News((mark) => (kept = mark));
    let news = load();
    const at = (minutes: number, phase: Phase = "running"): string | undefined => {
      news.urgent = undefined;
      news.see(sight(phase, { mark: kept }), minutes * MINUTE);
      return news.urgent;
    };
    expect([at(16), at(14.99), at(14.98)]).toEqual([undefined, "Waktu tersisa 15 menit.", undefined]);
    // Seen in whatever language is chosen later.
    expect(news.shown[0]?.lines(en)).toEqual(["15 minutes left."]);
    news = load();
    expect([at(14.9), at(6)]).toEqual([undefined, undefined]);
    // The page was being loaded when it was due.
    news = load();
    expect([at(4.95), at(4.9)]).toEqual(["Waktu tersisa 5 menit.", undefined]);
    expect([at(4.8, "paused"), at(4.8, "paused")]).toEqual([undefined, undefined]);
    expect([at(4.8), at(4.7)]).toEqual([
      "Ujian dilanjutkan. Waktu selama jeda tidak mengurangi waktu Anda.",
      undefined,
    ]);
    // Ten minutes more: the next word is the one at five, again.
    expect([at(14.7), at(6), at(5)]).toEqual([undefined, undefined, "Waktu tersisa 5 menit."]);
    // A pause that took the clock beyond no mark brings none.
    expect([at(4, "paused"), at(9), at(8)]).toEqual([
      undefined,
      expect.stringContaining("dilanjutkan"),
      undefined,
    ]);
  });

  it("tells by how much the time was changed at once, and why as soon as that is known", () => {
    const news = new News(() => undefined);
    news.see(sight("running"), 600_000);
    const shift = { ms: 300_000, after: "granted", deadline: state("running", 0).deadline } as const;
    news.see(sight("running", { shift }), 900_000);
    expect(news.urgent).toContain("Waktu Anda ditambah 5 menit.");
    const change = { cause: "grant", at: 1, by_ms: 300_000, words: "PC menyala ulang." } as const;
    news.see(sight("running", { shift, why: { changes: [change], pause: null } }), 899_000);
    expect(news.urgent).toContain("Alasan: PC menyala ulang (tambahan dari pengawas).");
    expect(news.urgent).toContain("Ujian Anda kini berakhir pukul");
    expect(keys(news)).toEqual(["shift"]);
    news.see(sight("running", { shift: { ...shift, ms: -90_000 } }), 800_000);
    expect(news.urgent).toContain("berkurang 1 menit 30 detik");
  });
});
