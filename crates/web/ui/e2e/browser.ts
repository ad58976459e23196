import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type LaunchOptions } from "playwright-core";
import { inject } from "vitest";
import { CHROMIUM } from "./programs.ts";
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

  /** The browser's process dies where it stands. */
  async cutPower(context: BrowserContext): Promise<void> {
    const gone = new Promise<void>((resolve) => context.once("close", () => resolve()));
    const page = context.pages()[0] ?? (await context.newPage());
    const line = await context.newCDPSession(page);
    // Nobody is left to answer it.
    void line.send("Browser.crash").catch(() => undefined);
    await gone;
  }
}
