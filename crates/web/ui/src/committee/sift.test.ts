import { expect, it } from "vitest";
import { sift } from "./sift.ts";

const ROWS = [
  { participant: "99000000000000001", formation: "F1", code: "P/L" },
  { participant: "99000000000000002", formation: "F1", code: "TL" },
  { participant: "99000000000000012", formation: "F2", code: "TL" },
];
const NAMES = {
  "99000000000000001": "Contoh Pertama",
  "99000000000000002": "Contoh Kedua",
  "99000000000000012": "Sampel Kedua",
};
const ALL = { words: "", formation: "", code: "" };

function found(sieve: Partial<typeof ALL>): string[] {
  return sift(ROWS, NAMES, { ...ALL, ...sieve }).map((row) => row.participant.slice(-2));
}

it("shows everything where nothing is asked for", () => {
  expect(found({})).toEqual(["01", "02", "12"]);
  expect(found({ words: "  " })).toEqual(["01", "02", "12"]);
});

it("finds by name, in any letters and order, and by number, with spaces or a part of it", () => {
  expect(found({ words: "kedua" })).toEqual(["02", "12"]);
  expect(found({ words: "KEDUA contoh" })).toEqual(["02"]);
  expect(found({ words: "9900 0000 0000 0000 1" })).toEqual(["01"]);
  expect(found({ words: "0012" })).toEqual(["12"]);
  expect(found({ words: "tidak ada" })).toEqual([]);
});

it("keeps to a formation and a code", () => {
  expect(found({ code: "TL" })).toEqual(["02", "12"]);
  expect(found({ code: "TL", formation: "F1" })).toEqual(["02"]);
  expect(found({ words: "kedua", formation: "F2", code: "TL" })).toEqual(["12"]);
});
