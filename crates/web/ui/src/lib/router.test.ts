import { expect, it } from "vitest";
import { href, match } from "./router.svelte.ts";

it("finds parameters and refuses other paths", () => {
  expect(match("/sittings/:id/seats/:seat", "/sittings/7/seats/a%2Fb")).toEqual({ id: "7", seat: "a/b" });
  expect(match("/sittings/:id", "/sittings")).toBeUndefined();
  expect(match("/sittings/:id", "/sittings/")).toBeUndefined();
  expect(match("/", "/")).toEqual({});
});

it("writes what it reads", () => {
  const written = href("/seats/:seat", { seat: "a/b c" });
  expect(match("/seats/:seat", written.slice(1))).toEqual({ seat: "a/b c" });
});
