import { execFile, spawn, type ChildProcess } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../../../..");

/** The binary under test; `AMBANG_BINARY` names another one. */
export const AMBANG = process.env["AMBANG_BINARY"] ?? join(root, "target/debug/ambang");

/** The independent check of an exported journal, built beside it. */
export const LOADTESTS = process.env["AMBANG_LOADTESTS"] ?? join(dirname(AMBANG), "loadtests");

/** Debian's browser, or the one that `CHROMIUM` names. */
export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Settings of ours are for the tests, not for the server that they start. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AMBANG_")));
}

/** Runs a program to its end; what it said if it failed. */
export async function call(program: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, {
    env: cleanEnvironment(),
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** Starts a program and hands it over once `ready` says yes. */
export async function start(
  args: readonly string[],
  ready: () => Promise<boolean>,
  withinMs = 120_000,
): Promise<ChildProcess> {
  const child = spawn(AMBANG, args, { env: cleanEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const hear = (text: unknown): void => void (said = (said + String(text)).slice(-10_000));
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  let broken: Error | undefined;
  child.once("error", (error) => (broken = error));
  await until(`the server (${AMBANG})`, withinMs, async () => {
    if (broken) throw new Ended(String(broken));
    if (child.exitCode !== null) throw new Ended(`the server ended:\n${said}`);
    return ready();
  });
  return child;
}

export function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill(signal);
  });
}

/** Waiting on is of no use. */
class Ended extends Error {}

/** Asks until the answer is yes. A failing question counts as no, unless the time is over. */
export async function until(
  what: string,
  withinMs: number,
  asked: () => Promise<boolean> | boolean,
): Promise<void> {
  const end = Date.now() + withinMs;
  let last: unknown = "no";
  while (Date.now() < end) {
    try {
      if (await asked()) return;
      last = "no";
    } catch (error) {
      last = error;
      if (error instanceof Ended) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${withinMs} ms for ${what}: ${String(last)}`);
}
