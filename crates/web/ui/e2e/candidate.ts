import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import type { Server } from "./server.ts";
import type { Ticket } from "./staff.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
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
  const kept = JSON.stringify({ theme, locale, scale: 100 });
  await context.addInitScript((value) => localStorage.setItem("ambang.preferences", value), kept);
  return context;
}

/** What the test's person does at a PC. */
export class Candidate {
  readonly page: Page;
  readonly #origin: string;

  private constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
  }

  static async at(server: Server, context: BrowserContext): Promise<Candidate> {
    const page = await context.newPage();
    const candidate = new Candidate(page, server.origin);
    await page.goto(`${server.origin}/ujian`);
    return candidate;
  }

  async logIn({ participantNo, pin }: Ticket): Promise<void> {
    await this.page.getByLabel("Nomor peserta").fill(participantNo);
    await this.page.getByLabel("PIN registrasi").fill(pin);
    await this.page.getByRole("button", { name: "Masuk", exact: true }).click();
  }

  /** From the own data to the waiting page. */
  async getReady(): Promise<void> {
    await this.page.getByRole("button", { name: "Data sudah benar" }).click();
    await this.page.getByRole("button", { name: /Saya siap|Mulai ujian/ }).click();
  }

  async seesPaper(): Promise<void> {
    await this.page.locator("article").waitFor();
  }

  /** Chooses an answer of the item that is shown, by its letter. */
  async choose(letter: string): Promise<void> {
    await this.page.keyboard.press(letter.toLowerCase());
    await this.page.locator('.option[aria-pressed="true"]').waitFor();
  }

  async next(): Promise<void> {
    await this.page.keyboard.press("ArrowRight");
  }

  /** Answers so many items from the shown one on. */
  async answer(count: number, letters = "ABCDE"): Promise<void> {
    for (let at = 0; at < count; at += 1) {
      await this.choose(letters[at % letters.length] ?? "A");
      await this.next();
    }
  }

  save(kind: "none" | "saved" | "sending" | "waiting" | "paused"): Promise<void> {
    return this.page.locator(`[data-save="${kind}"]`).waitFor();
  }

  async allSaved(): Promise<void> {
    await this.page.locator('[data-save="saved"][data-unsent="0"]').waitFor();
  }

  async unsent(): Promise<number> {
    return Number(await this.page.locator("[data-save]").getAttribute("data-unsent"));
  }

  async curtain(kind: "paused" | "time_up" | "ending"): Promise<void> {
    await this.page.locator(`[data-curtain="${kind}"]`).waitFor();
  }

  /** How many items the map shows as answered. */
  answered(): Promise<number> {
    return this.page.locator(".map button.answered").count();
  }

  async finish(): Promise<void> {
    await this.page.getByRole("button", { name: "Selesai ujian" }).click();
    await this.page.getByLabel("Saya yakin ingin menyelesaikan ujian").check();
    await this.page.getByRole("button", { name: "Ya, selesaikan" }).click();
  }

  /** The short code of the receipt. */
  async code(): Promise<string> {
    const code = this.page.locator("[data-code]");
    await code.waitFor();
    return (await code.getAttribute("data-code")) ?? "";
  }

  reload(): Promise<unknown> {
    return this.page.reload();
  }

  get origin(): string {
    return this.#origin;
  }
}
