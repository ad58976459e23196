import { expect, it } from "vitest";
import { concerned, permitted } from "./permissions.ts";

const place = { selection: "s1", sitting: "t1" };

it("counts a grant only where it holds", () => {
  const proctor = (scope: { kind: "sitting" | "selection"; id: string }) =>
    permitted([{ role: "proctor", scope }], place);
  expect(proctor({ kind: "sitting", id: "t1" }).has("run_room")).toBe(true);
  expect(proctor({ kind: "sitting", id: "t2" }).size).toBe(0);
  expect(proctor({ kind: "selection", id: "s1" }).has("act_on_seat")).toBe(true);
  expect(proctor({ kind: "selection", id: "t1" }).size).toBe(0);
});

it("adds up grants, and leaves sanctions to the committee", () => {
  const system = { kind: "system" } as const;
  const proctor = permitted([{ role: "proctor", scope: system }], place);
  expect(proctor.has("sanction")).toBe(false);
  const both = permitted(
    [
      { role: "registrar", scope: system },
      { role: "committee", scope: { kind: "sitting", id: "t1" } },
    ],
    place,
  );
  expect([...both].sort()).toEqual(["check_in", "sanction", "seal", "watch"]);
});

it("knows whom this page is not for", () => {
  expect(concerned([{ role: "author", scope: { kind: "system" } }])).toBe(false);
  expect(concerned([{ role: "auditor", scope: { kind: "system" } }])).toBe(true);
});
