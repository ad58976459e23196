import type { BrowserContext, Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { ownPc, pc } from "./browser.ts";
import { Candidate } from "./candidate.ts";
import { examDay } from "./day.ts";
import { reach } from "./keys.ts";
import { Room, Staff, type Schemas } from "./staff.ts";

const day = examDay();
const chosen = (page: Page): Locator => page.locator('.option[aria-pressed="true"]');

async function enter(context: BrowserContext, minutes = 30): Promise<{ room: Room; candidate: Candidate }> {
  const room = await Room.prepare(day.server, { seats: 1, minutes });
  await room.act("open");
  const candidate = await Candidate.at(day.server, context);
  await candidate.logIn(room.ticket());
  await candidate.getReady();
  await candidate.seesPaper();
  return { room, candidate };
}

it("lets a candidate practise with the real controls, and sends none of it", async () => {
  const room = await Room.prepare(day.server, { seats: 1, minutes: 30, startsInMs: 600_000 });
  const context = await pc(day.browser);
  const candidate = await Candidate.at(day.server, context);
  const { page } = candidate;
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await candidate.logIn(room.ticket());
  await page.getByRole("button", { name: "Data sudah benar" }).click();
  await page.getByRole("button", { name: "Coba latihan" }).click();
  await candidate.seesPaper();
  expect(await candidate.items()).toBe(3);
  await candidate.choose("B");
  await page.locator(".option").nth(3).click();
  expect(await chosen(page).locator(".letter").allTextContents()).toEqual(["D"]);
  await page.keyboard.press("f");
  await page.locator(".map button.flagged").waitFor();
  await page.getByRole("button", { name: "Kosongkan jawaban" }).click();
  expect(await candidate.answered()).toBe(0);
  await candidate.next();
  // A formula is drawn for the eye, and spoken for the ear: in words, once.
  const formula = page.locator("article .stem .formula");
  await formula.locator("math mfrac").first().waitFor();
  const drawn = await formula
    .locator("math")
    .evaluate((math) => [math.namespaceURI, math.getBoundingClientRect().height > 10]);
  expect(drawn).toEqual(["http://www.w3.org/1998/Math/MathML", true]);
  const heard = await page.locator("article .stem").ariaSnapshot();
  expect(heard).toContain("tiga per empat ditambah satu per delapan");
  expect(heard).not.toContain("math");
  await page.locator(".map button").nth(2).click();
  await page.getByRole("heading", { name: "Soal 3 dari 3" }).waitFor();
  await room.act("open");
  await page.getByText("Sesi sudah dibuka.").waitFor();
  await page.getByRole("button", { name: "Selesai latihan" }).click();
  await page.getByRole("button", { name: "Mulai ujian" }).click();
  await candidate.save("none");
  expect(await candidate.items()).toBe(110);
  expect(await candidate.answered()).toBe(0);
  expect(asked.filter((path) => path.endsWith("/events"))).toEqual([]);
  await context.close();
});

it("enlarges a picture by keyboard alone, at 200%", async () => {
  const context = await pc(day.browser, { width: 683, height: 384 });
  const { candidate } = await enter(context);
  const { page } = candidate;
  const zoom = page.locator("article .stem button.zoom");
  while ((await zoom.count()) === 0) await candidate.next();
  await reach(page, zoom.first());
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  const view = dialog.getByRole("region");
  const share = (): Promise<number> =>
    view.evaluate((box) => (box.querySelector("img")?.clientWidth ?? 0) / box.clientWidth);
  expect(await share()).toBeCloseTo(1, 1);
  await reach(page, dialog.getByRole("radio", { name: "100%" }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect(await share()).toBeCloseTo(3, 1);
  await reach(page, view);
  const seen = await view.evaluate((box) => {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    return left >= 0 && right <= innerWidth && top < innerHeight && bottom - top > 80;
  });
  expect(seen).toBe(true);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => (document.querySelector("dialog[open] [tabindex]")?.scrollLeft ?? 0) > 0);
  // Letters answer nothing behind it.
  await page.keyboard.press("b");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  expect(await chosen(page).count()).toBe(0);
  expect(await zoom.first().evaluate((button) => button === document.activeElement)).toBe(true);
  await context.close();
});

it("keeps the size of letters, the contrast and the language over a reload", async () => {
  const context = await ownPc(day.browser);
  const { candidate } = await enter(context);
  const { page } = candidate;
  const size = (): Promise<string> =>
    page.locator("article .stem").evaluate((stem) => getComputedStyle(stem).fontSize);
  const before = parseFloat(await size());
  await page.getByRole("button", { name: "Tampilan" }).click();
  await page.getByRole("radio", { name: "150%" }).check();
  await page.getByRole("radio", { name: "Kontras tinggi" }).check();
  await candidate.inEnglish();
  await page.getByRole("button", { name: "Finish exam" }).waitFor();
  const seen = async (): Promise<unknown> => [
    await page.evaluate(() => ({ ...document.documentElement.dataset, lang: document.documentElement.lang })),
    parseFloat(await size()) / before,
  ];
  const now = await seen();
  expect(now).toEqual([{ theme: "contrast", scale: "150", lang: "en" }, 1.5]);
  await candidate.reload();
  await candidate.seesPaper();
  expect(await seen()).toEqual(now);
  await context.close();
});

it("tells answered, blank and doubtful items apart in the system's own high contrast", async () => {
  const { context, candidate } = await day.working({ answers: 2 });
  const { page } = candidate;
  await page.keyboard.press("f");
  await candidate.choose("B");
  await candidate.has(3);
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  const looks = (selector: string): Promise<string[]> =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const { backgroundColor, color, stroke } = getComputedStyle(element);
        return [backgroundColor, color, stroke];
      });
  const [answered = "", onAnswered] = await looks(".map button.answered");
  const [blank] = await looks(".map button:not(.answered)");
  expect(answered).not.toBe(blank);
  expect(onAnswered).not.toBe(answered);
  const corner = await page
    .locator(".map button.flagged.answered")
    .evaluate((cell) => getComputedStyle(cell, "::after").borderRightColor);
  expect(corner).not.toBe(answered);
  const [, text] = await looks(".option.chosen .text");
  const [, , tick] = await looks(".option.chosen .tick path");
  expect(tick).toBe(text);
  await context.close();
});

it("brings the pictures after a log-in that had ended while they were loaded", async () => {
  const context = await pc(day.browser);
  const room = await Room.prepare(day.server, { seats: 1, minutes: 30 });
  await room.act("open");
  const candidate = await Candidate.at(day.server, context);
  const { page } = candidate;
  let go: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (go = resolve));
  const refused: number[] = [];
  page.on("response", (reply) => {
    if (reply.url().includes("/candidate/pictures/") && !reply.ok()) refused.push(reply.status());
  });
  await context.route("**/api/v1/candidate/pictures/*", async (route) => {
    await gone;
    await route.continue();
  });
  await candidate.logIn(room.ticket());
  await candidate.getReady();
  await candidate.seesPaper();
  await context.clearCookies();
  go();
  await page.getByRole("heading", { name: "Masuk kembali" }).waitFor();
  await page.waitForResponse((reply) => reply.url().includes("/pictures/") && reply.status() === 401);
  await candidate.logIn(room.ticket());
  await candidate.seesPaper();
  expect(refused).toContain(401);
  const picture = page.locator("article .stem img");
  while ((await page.locator("article .stem").locator("img, .missing").count()) === 0) await candidate.next();
  await picture.first().waitFor();
  expect(await picture.first().evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await context.close();
});

it("hears of a disqualification while the receipt is shown", async () => {
  const { room, ticket, context, candidate } = await day.working({ answers: 2 });
  await candidate.finish();
  await candidate.code();
  const committee = await Staff.logIn(day.server, "panitia1");
  await room.as(committee).seat(ticket, "disqualify", { reason: "Menggunakan telepon" });
  await candidate.page
    .locator('[data-set-aside="disqualified"]')
    .getByText("Anda didiskualifikasi")
    .waitFor();
  expect(await candidate.code()).toMatch(/^[0-9A-Z]{12}$/);
  await context.close();
});

it("closes a forgotten receipt ten minutes after the end, though the page was loaded again", async () => {
  const { ticket, context, candidate } = await day.working({ answers: 1 });
  const { page } = candidate;
  await candidate.finish();
  await candidate.code();
  // The page is looked at again nine and a half minutes later.
  const cookie = await candidate.cookie();
  await page.route("**/api/v1/candidate/state*", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const { text } = await day.server.wire.get(pathname + search, { cookie });
    const json = JSON.parse(text) as Schemas["CandidateState"];
    json.state.now += 570_000;
    await route.fulfill({ json });
  });
  await candidate.reload();
  await candidate.code();
  // Two minutes are left to whoever comes so late.
  await page.getByText(/ditutup dengan sendirinya dalam 0[12]:\d\d/).waitFor();
  expect(await page.content()).not.toContain(ticket.participantNo);
  await context.close();
});

it("says once, in one live region, that fifteen minutes are left, and not again after a reload", async () => {
  const context = await ownPc(day.browser);
  const { candidate } = await enter(context, 15.1);
  const { page } = candidate;
  const words = "Waktu tersisa 15 menit.";
  await page.getByRole("alert").getByText(words).waitFor({ state: "attached" });
  const spoken = await page
    .locator('[aria-live="assertive"], [aria-live="polite"], [role="alert"], [role="status"]')
    .filter({ hasText: words })
    .count();
  expect(spoken).toBe(1);
  await page.locator(".news").getByText(words).waitFor();
  await candidate.reload();
  await candidate.seesPaper();
  await candidate.save("none");
  await candidate.answer(1);
  await candidate.allSaved();
  expect(await page.getByText(words).count()).toBe(0);
  await context.close();
});

it("goes by the server's time when this PC's clock is set anew", async () => {
  const context = await pc(day.browser);
  await context.clock.install();
  const { candidate } = await enter(context);
  const asked = candidate.page.waitForRequest((request) => request.url().includes("/candidate/state"));
  await context.clock.setSystemTime(Date.now() + 3 * 3_600_000);
  await context.clock.runFor(1_000);
  await asked;
  await candidate.answer(2);
  await candidate.has(2);
  expect(await candidate.minutesLeft()).toBeGreaterThan(28);
  await candidate.reload();
  await candidate.seesPaper();
  await candidate.has(2);
  expect(await candidate.minutesLeft()).toBeGreaterThan(28);
  await context.close();
});
