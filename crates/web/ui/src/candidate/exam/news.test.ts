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
    const shift = { ms: 300_000, after: "granted", deadline: Date.UTC(2026, 0, 1, 3) } as const;
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
