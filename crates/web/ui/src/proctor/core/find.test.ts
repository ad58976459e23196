import { expect, it } from "vitest";
import { matches, participantNo, search, type Filter } from "./find.ts";
import { seat } from "./testing.ts";

const seats = [
  seat({ name: "Ayu Lestári", participant_no: "90000000000000011", place: "PC-001" }),
  seat({ attempt: "a2", name: "Bagus Ayudya", participant_no: "90000000000000112", place: "PC-002" }),
];

it("takes a number however it is written, and nothing else for one", () => {
  expect(participantNo("9000 0000 0000 0001 1")).toBe("90000000000000011");
  expect(participantNo("9000-0000-0000-0001-1")).toBe("90000000000000011");
  expect(participantNo("ayu 90000000000000011"), "scanned behind a name half typed").toBe(
    "90000000000000011",
  );
  expect(participantNo("900000000000000111")).toBeUndefined();
  expect(participantNo("Ayu")).toBeUndefined();
});

it("finds by words of the name, by digits and by place", () => {
  const names = (text: string) => search(seats, text, 9).map((one) => one.attempt);
  expect(names("lestari ayu")).toEqual(["a1"]);
  expect(names("AYU")).toEqual(["a1", "a2"]);
  expect(names("0112")).toEqual(["a2"]);
  expect(names("pc-002")).toEqual(["a2"]);
  expect(names("pc002")).toEqual(["a2"]);
  expect(names("  ")).toEqual([]);
  expect(search(seats, "ayu", 1)).toHaveLength(1);
});

it("filters by standing, and by what cuts across it", () => {
  const warned = seat({ standing: "answering", warnings: 1 });
  const set = (...filter: Filter[]) => new Set(filter);
  expect(matches(warned, set())).toBe(true);
  expect(matches(warned, set("warned"))).toBe(true);
  expect(matches(warned, set("finished", "answering"))).toBe(true);
  expect(matches(warned, set("disqualified"))).toBe(false);
});
