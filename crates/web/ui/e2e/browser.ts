import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type LaunchOptions } from "playwright-core";
import { inject } from "vitest";
import { CHROMIUM, until } from "./programs.ts";
import { HOST } from "./wire.ts";

const ARGUMENTS = [
  // Root has no other way; the pages are ours.
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
];

function options(): LaunchOptions {
  // The site CA is trusted by whoever has this home folder.
  const env = { ...process.env, HOME: inject("stage").home };
  return { executablePath: CHROMIUM, args: ARGUMENTS, env, headless: true };
}

export function launch(): Promise<Browser> {
  return chromium.launch(options());
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: "light" | "dark" | "contrast";
  readonly locale?: "id" | "en";
}

/** One PC in the room: a browser profile of its own. */
export async function pc(browser: Browser, look: Look = {}): Promise<BrowserContext> {
  const { width = 1366, height = 768, theme = "light", locale = "id" } = look;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce" });
  await prefer(context, theme, locale);
  return context;
}

/** A PC that keeps what is chosen on its pages: nothing is chosen for it. */
export function ownPc(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: "reduce" });
}

async function prefer(context: BrowserContext, theme: string, locale: string): Promise<void> {
  const kept = JSON.stringify({ theme, locale, scale: 100 });
  await context.addInitScript((value) => localStorage.setItem("ambang.preferences", value), kept);
}

/** A PC whose disk outlives its browser: `boot` starts the browser, `cutPower` leaves it no time for anything. */
export class Machine {
  readonly #disk: string;

  private constructor(disk: string) {
    this.#disk = disk;
  }

  static async make(): Promise<Machine> {
    return new Machine(await mkdtemp(join(inject("stage").home, "profile-")));
  }

  async boot(): Promise<BrowserContext> {
    const context = await chromium.launchPersistentContext(this.#disk, {
      ...options(),
      viewport: { width: 1366, height: 768 },
      reducedMotion: "reduce",
    });
    await prefer(context, "light", "id");
    return context;
  }

  /** Every process of the browser dies where it stands, and none lives on to hold its disk. */
  async cutPower(context: BrowserContext): Promise<void> {
    const gone = new Promise<void>((resolve) => context.once("close", () => resolve()));
    const doomed = await processesOn(this.#disk);
    for (const pid of doomed) end(pid);
    await gone;
    await until("the end of the browser's processes", 10_000, async () => {
      const living = await Promise.all(doomed.map(isAlive));
      return !living.includes(true);
    });
  }
}

/** The processes that were started with this profile, and all that they have started. */
async function processesOn(disk: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 0);
  const parents = new Map<number, number>();
  const found = new Set<number>();
  for (const pid of pids) {
    parents.set(pid, (await statusOf(pid)).parent);
    const line = await readFile(`/proc/${String(pid)}/cmdline`, "utf8").catch(() => "");
    if (line.includes(disk)) found.add(pid);
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (found.has(pid) || isOurs(parents.get(pid)));
  return pids.filter(isOurs);
}

/** State and parent of a process, as Linux tells them behind its name. */
async function statusOf(pid: number): Promise<{ state: string; parent: number }> {
  const line = await readFile(`/proc/${String(pid)}/stat`, "utf8").catch(() => "");
  const [state = "", parent = "0"] = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return { state, parent: Number(parent) };
}

/** One that has ended and only waits to be noticed is none. */
async function isAlive(pid: number): Promise<boolean> {
  const { state } = await statusOf(pid);
  return state !== "" && state !== "Z" && state !== "X";
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
