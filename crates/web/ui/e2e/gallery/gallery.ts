import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Where pictures are wanted; without it nothing is taken. */
const FOLDER = process.env["AMBANG_SCREENSHOTS"];
const DESK = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
/** What a browser at 200% has of a screen of 1366×768. */
const ZOOMED = { width: 683, height: 384 };
/** A4 without its margins. */
const PAPER = { width: 718, height: 1047 };
const THEMES = ["light", "dark", "contrast"] as const;
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Pictures that are not taken of every screen. */
export interface Also {
  /** At 200%. */
  readonly zoomed?: boolean;
  /** In English: only where the switch can be reached. */
  readonly english?: boolean;
}

/**
 * A screen in one of its states. Axe must find nothing in any theme, nor on a phone; nothing may stick out to the side
 * at 200% or on a phone; and where pictures are wanted it is taken.
 */
export async function show(page: Page, name: string, also: Also = {}): Promise<void> {
  const before = await page.evaluate(() => document.documentElement.dataset["theme"]);
  // Nothing is pointed at.
  await page.mouse.move(0, 0);
  await page.setViewportSize(DESK);
  for (const theme of THEMES) {
    await dress(page, theme);
    await clean(page, `${name}, ${theme}`);
    await take(page, `${name}-${theme}`);
  }
  await dress(page, before ?? "light");
  await page.setViewportSize(ZOOMED);
  await within(page, `${name} at 200%`);
  if (also.zoomed) await take(page, `${name}-zoomed`);
  await page.setViewportSize(PHONE);
  await clean(page, `${name}, phone`);
  await within(page, `${name} on a phone`);
  await take(page, `${name}-phone`);
  if (also.english) {
    await inEnglish(page, async () => {
      await within(page, `${name} in English on a phone`);
      await take(page, `${name}-english-phone`);
      await page.setViewportSize(DESK);
      await take(page, `${name}-english`);
    });
  }
  await page.setViewportSize(DESK);
}

async function inEnglish(page: Page, act: () => Promise<void>): Promise<void> {
  await speak(page, "en");
  await page.mouse.move(0, 0);
  await act();
  await speak(page, "id");
}

/** By the switch in the header, also where a dialog lies over it; what has the focus keeps it. */
async function speak(page: Page, locale: "id" | "en"): Promise<void> {
  await page.evaluate((locale) => {
    document.querySelector<HTMLInputElement>(`header input[type=radio][value=${locale}]`)?.click();
  }, locale);
  await page.locator(`html[lang="${locale}"]`).waitFor({ state: "attached" });
}

/** What would be on paper. */
export async function onPaper(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(PAPER);
  await take(page, name);
  await page.setViewportSize(DESK);
  await page.emulateMedia({ media: "screen" });
}

/** Until the colours stand: even the shortest transition takes a frame. */
async function dress(page: Page, theme: string): Promise<void> {
  await page.evaluate(async (theme) => {
    document.documentElement.dataset["theme"] = theme;
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(moving.map((one) => one.finished));
  }, theme);
}

async function clean(page: Page, where: string): Promise<void> {
  const known = await page.evaluate(() => "axe" in window);
  if (!known) await page.evaluate(axe);
  const found = await page.evaluate(async (values) => {
    const { axe } = window as unknown as {
      axe: { run: (root: Document, options: object) => Promise<{ violations: unknown }> };
    };
    const options = { runOnly: { type: "tag", values }, resultTypes: ["violations"] };
    return (await axe.run(document, options)).violations;
  }, RULES);
  const told = (found as Violation[]).map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`,
  );
  expect.soft(told, where).toEqual([]);
}

async function within(page: Page, where: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect.soft(wide, `${where}: so many pixels stick out`).toBeLessThanOrEqual(0);
}

async function take(page: Page, name: string): Promise<void> {
  if (!FOLDER) return;
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled" });
}
