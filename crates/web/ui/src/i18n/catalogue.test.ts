import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { en } from "./en.ts";
import { id } from "./id.ts";

/** Every code of the server's table of problems, as the description of its API lists them. */
async function codes(): Promise<string[]> {
  const path = new URL("../../../../api/openapi.json", import.meta.url);
  const described = JSON.parse(await readFile(path, "utf8")) as {
    components: { schemas: { ProblemCode: { enum: string[] } } };
  };
  return described.components.schemas.ProblemCode.enum;
}

it("has a text for every problem of the server in both languages, and for no other", async () => {
  const known = (await codes()).sort();
  expect(known).toContain("method_not_allowed");
  expect(Object.keys(id.problems).sort()).toEqual(known);
  expect(Object.keys(en.problems).sort()).toEqual(known);
});
