import { describe, expect, it } from "vitest";
import type { Paper } from "../../api/candidate.ts";
import { NoAnswer, Problem } from "../../api/problem.ts";
import { mark, span } from "./marks.ts";
import { isFinal, picturesOf } from "./pictures.ts";
import { Vigil } from "./vigil.ts";

const MINUTE = 60_000;

describe("time marks", () => {
  /** What is said on the way through these readings, in minutes. */
  const said = (told: number | undefined, ...minutes: number[]): number[] =>
    minutes.flatMap((left) => {
      const now = mark(told, left * MINUTE);
      told = now.told;
      return now.say ?? [];
    });

  it("come once, when they are passed", () => {
    expect(said(undefined, 100, 15.1, 15, 14.9, 5.1, 5, 4.9, 1, 0.9, 0)).toEqual([15, 5, 1]);
  });

  it("come once though the network moves the time to and fro", () => {
    expect(said(undefined, 15.01, 15, 15.01, 14.99, 15.02, 14.9)).toEqual([15]);
  });

  it("say nothing on the first reading of an exam, however short it is", () => {
    expect(said(undefined, 12, 11, 5)).toEqual([5]);
    expect(said(undefined, 4)).toEqual([]);
  });

  it("come after a reload where they have not been said, and not again where they have", () => {
    expect(said(0, 14.9, 14.8)).toEqual([15]);
    expect(said(15, 14.9, 5)).toEqual([5]);
    expect(said(5, 4.9)).toEqual([]);
  });

  it("come again where time was added, each when it is true again", () => {
    expect(said(undefined, 5.1, 5, 10, 5.1, 5)).toEqual([5, 5]);
    expect(said(undefined, 15.1, 15, 14.9, 25, 15.1, 15)).toEqual([15, 15]);
    // Beyond a mark already: that was said long ago.
    expect(said(undefined, 4, 14, 13)).toEqual([]);
  });

  it("say only the latest after sleep, as it is then, and nothing at the end", () => {
    expect(said(undefined, 20, 4)).toEqual([4]);
    expect(said(undefined, 20, 0)).toEqual([]);
  });

  it("tell a difference in minutes and seconds", () => {
    expect(span(300_000)).toEqual({ minutes: 5, seconds: 0 });
    expect(span(297_300)).toEqual({ minutes: 5, seconds: 0 });
    expect(span(3_000)).toEqual({ minutes: 0, seconds: 3 });
    expect(span(-95_400)).toEqual({ minutes: 1, seconds: 35 });
    expect(span(1_234_000)).toEqual({ minutes: 21, seconds: 0 });
  });
});

describe("vigil", () => {
  it("is calm while both clocks go alike", () => {
    const vigil = new Vigil({ steady: 0, wall: 1_000 });
    expect(vigil.tick({ steady: 1_000, wall: 2_030 })).toBe(false);
    expect(vigil.tick({ steady: 2_000, wall: 3_000 })).toBe(false);
  });

  it("notices sleep, a clock set anew, and a page that stood still", () => {
    expect(new Vigil({ steady: 0, wall: 0 }).tick({ steady: 1_000, wall: 601_000 })).toBe(true);
    expect(new Vigil({ steady: 0, wall: 0 }).tick({ steady: 1_000, wall: -3_600_000 })).toBe(true);
    expect(new Vigil({ steady: 0, wall: 0 }).tick({ steady: 9_000, wall: 9_000 })).toBe(true);
  });
});

it("finds every picture of a paper once, in reading order", () => {
  const picture = (digest: string) => ({ digest, media: "image/png" as const, alt: "" });
  const run = (digest: string) => ({ kind: "picture" as const, ...picture(digest) });
  const paper: Paper = {
    sections: [
      {
        sub_test: "tiu",
        items: [
          {
            id: "1",
            stem: [
              { kind: "paragraph", children: [run("a"), { kind: "bold", children: [run("b")] }] },
              { kind: "list", start: null, items: [[run("c")], [run("a")]] },
            ],
            picture: picture("d"),
            options: [
              { id: "2", text: [], picture: picture("e") },
              { id: "3", text: [{ kind: "paragraph", children: [run("f")] }], picture: null },
            ],
          },
        ],
      },
    ],
  };
  expect(picturesOf(paper)).toEqual(["a", "b", "c", "d", "e", "f"]);
});

it("asks again for a picture after whatever may pass, a log-in that has ended included", () => {
  const refused = (status: number): Problem => new Problem(status, { code: "x" });
  expect([401, 403, 408, 409, 429, 500, 503].filter((status) => isFinal(refused(status)))).toEqual([]);
  expect(isFinal(new NoAnswer("network"))).toBe(false);
  expect(isFinal(refused(404))).toBe(true);
  expect(isFinal(new NoAnswer("aborted"))).toBe(true);
});
