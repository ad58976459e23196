import { expect, it } from "vitest";
import { en } from "./en.ts";
import { id } from "./id.ts";

it("has a text for every problem in both languages", () => {
  expect(Object.keys(en.problems).sort()).toEqual(Object.keys(id.problems).sort());
});
