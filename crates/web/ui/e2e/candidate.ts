import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import type { Server } from "./server.ts";
import type { Ticket } from "./staff.ts";

/** What the test's person does at a PC. */
export class Candidate {
  readonly page: Page;
  readonly #server: Server;

  private constructor(page: Page, server: Server) {
    this.page = page;
    this.#server = server;
  }

  static async at(server: Server, context: BrowserContext): Promise<Candidate> {
    const page = await context.newPage();
    const candidate = new Candidate(page, server);
    server.tape.watch(page);
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

  /** The screen says "saved", and then nothing that it ever sent is without an acknowledgement. */
  async allSaved(): Promise<void> {
    await this.page.locator('[data-save="saved"][data-unsent="0"]').waitFor();
    await this.#server.tape.acknowledged(this.page.context());
  }

  /** So many answers on the map, all saved. */
  async has(answers: number): Promise<void> {
    await this.allSaved();
    expect(await this.answered()).toBe(answers);
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

  /** How many items the map has: those of the block that runs. */
  items(): Promise<number> {
    return this.page.locator(".map button").count();
  }

  /** Whole minutes on the clock. */
  async minutesLeft(): Promise<number> {
    const time = this.page.getByRole("timer").locator(".time").filter({ hasText: /\d/ });
    const shown = (await time.textContent()) ?? "";
    const [minutes = 0, hours = 0] = shown.split(/[.:]/).map(Number).reverse().slice(1);
    return hours * 60 + minutes;
  }

  /** Ends the exam, or the part that runs. */
  async finish(what: "ujian" | "bagian ini" = "ujian"): Promise<void> {
    await this.page
      .getByRole("button", { name: what === "ujian" ? "Selesai ujian" : "Akhiri bagian" })
      .click();
    await this.page.getByLabel(`Saya yakin ingin menyelesaikan ${what}`).check();
    await this.page.getByRole("button", { name: "Ya, selesaikan" }).click();
  }

  /** The short code of the receipt. */
  async code(): Promise<string> {
    const code = this.page.locator("[data-code]");
    await code.waitFor();
    return (await code.getAttribute("data-code")) ?? "";
  }

  /** Until a reload needs no network. */
  async keepsItsCode(): Promise<void> {
    await this.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  }

  /** The cookie that opens the seat, as it goes over the wire. */
  async cookie(): Promise<string> {
    const cookies = await this.page.context().cookies(`${this.#server.origin}/api/v1/candidate`);
    return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  async inEnglish(): Promise<void> {
    await this.page.getByRole("radio", { name: "English" }).check();
  }

  reload(): Promise<unknown> {
    return this.page.reload();
  }
}
