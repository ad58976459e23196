import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sweep } from "./scratch.ts";

it("sweeps away what dead processes and other days have left, and nothing else", async () => {
  const place = await mkdtemp(join(tmpdir(), "ambang-sweep-"));
  const dead = Number(execFileSync(process.execPath, ["-p", "process.pid"]).toString());
  const names = {
    mine: `ambang-e2e-${process.pid}-aaaaaa`,
    dead: `ambang-e2e-${dead}-bbbbbb`,
    yesterday: `ambang-e2e-${process.pid}-cccccc`,
    other: "something-else",
  };
  for (const name of Object.values(names)) await mkdir(join(place, name));
  const before = (Date.now() - 25 * 3_600_000) / 1_000;
  await utimes(join(place, names.yesterday), before, before);
  await sweep(place);
  expect((await readdir(place)).sort()).toEqual([names.mine, names.other].sort());
  await rm(place, { recursive: true });
});
