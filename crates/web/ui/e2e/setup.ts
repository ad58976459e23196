import { execFileSync } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { AMBANG, call, end, start } from "./programs.ts";
import { scratch, sweep } from "./scratch.ts";
import { HOST } from "./wire.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** What all test files begin from; they copy it. */
    stage: Stage;
  }
}

export interface Stage {
  /** A stopped server's folder with the demo selection. */
  readonly demo: string;
  /** Site CA and certificate, as `ambang cert` makes them. */
  readonly tls: string;
  /** A home folder whose browsers trust the site CA. */
  readonly home: string;
}

/** Once for all files: the site CA, browsers that trust it, and the demo selection. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const folder = await scratch();
  const stage = { demo: join(folder, "demo"), tls: join(folder, "tls"), home: join(folder, "home") };
  const away = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await call(AMBANG, "cert", "--name", HOST, "--out", stage.tls);
    await trust(stage);
    await makeDemo(stage.demo);
  } catch (error) {
    await away();
    throw error;
  }
  project.provide("stage", stage);
  return away;
}

/** Installs the site CA as INSTALL.txt says for Chromium on Linux, in a home folder of the tests. */
async function trust({ tls, home }: Stage): Promise<void> {
  const known = join(home, ".pki/nssdb");
  await mkdir(known, { recursive: true });
  const certutil = (...args: string[]): unknown =>
    execFileSync("certutil", ["-d", `sql:${known}`, ...args], { stdio: "pipe" });
  certutil("-N", "--empty-password");
  certutil("-A", "-t", "C,,", "-n", "site CA", "-i", join(tls, "site-ca.crt"));
}

async function makeDemo(folder: string): Promise<void> {
  const port = await freePort();
  const ready = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  const child = await start(["demo", "--dir", folder, "--listen", `127.0.0.1:${port}`], ready);
  await end(child, "SIGTERM");
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(address)));
    });
  });
}
