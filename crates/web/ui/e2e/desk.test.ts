import type { Browser, BrowserContext, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, pc } from "./browser.ts";
import { atStaff } from "./officer.ts";
import { startServer, type Server } from "./server.ts";
import { Room } from "./staff.ts";
import { nothingLost } from "./verdict.ts";
import type { Reply } from "./wire.ts";
import { begin, sit } from "./walker.ts";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
});

afterAll(async () => {
  await browser.close();
  await nothingLost(server);
  await server.stop();
});

/** What the page asks for reaches the server; what becomes of the answer is the test's business. */
async function relay(route: Route): Promise<Reply> {
  const request = route.request();
  const cookie = (await request.headerValue("cookie")) ?? "";
  const body = request.postData() ?? "";
  const asked = { method: "POST", cookie, type: "application/json", body } as const;
  return server.wire.get(new URL(request.url()).pathname, asked);
}

/** What was on paper. */
interface Paper {
  readonly slips: readonly string[];
  readonly dialogs: number;
}

const paper = (page: Page): Promise<readonly Paper[]> =>
  page.evaluate(() => (window as unknown as { papers: Paper[] }).papers);

/** An officer in front of a part of a sitting; what is printed is kept. */
async function officer(room: Room, part: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await pc(browser);
  await context.addInitScript(() => {
    const papers: Paper[] = [];
    Object.assign(window, { papers });
    window.print = () => {
      const slips = [...document.querySelectorAll(".slip")].map((slip) => slip.textContent);
      papers.push({ slips, dialogs: document.querySelectorAll("dialog[open]").length });
    };
  });
  const page = await context.newPage();
  await page.goto(`${server.origin}/pengawas#/sittings/${room.id}/${part}`);
  await atStaff(server, page, "pengawas");
  await page.locator('[data-link="live"]').waitFor();
  return { context, page };
}

const roomActs = (page: Page) => page.getByRole("group", { name: "Tindakan untuk seluruh ruang" });
const state = async (room: Room, at = 0) => (await room.view()).seats[at];

it("says once, in words for staff, that an act had no answer and may be repeated", async () => {
  const room = await Room.prepare(server, { seats: 2, minutes: 30 });
  await room.act("open");
  await begin(server, room.ticket());
  await sit(server, room.ticket(1), 20);
  const { context, page } = await officer(room, "room");
  await roomActs(page).getByRole("button", { name: "Jeda" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Alasan").fill("Listrik padam");
  await server.crash();
  await dialog.getByRole("button", { name: "Jeda", exact: true }).click();
  await dialog.getByText("Coba lagi, aman diulang").waitFor();
  await page.locator('[data-link="lost"]').waitFor();
  expect(await page.locator(".notice").count(), "one notice").toBe(1);
  expect(await page.locator("body").innerText()).not.toMatch(/panggil pengawas/i);
  await server.restart();
  // Nothing has reached the server, and the page finds that out by itself.
  await dialog.getByText("Tindakan belum terjadi").waitFor();
  expect((await room.view()).paused).toBe(false);
  await dialog.getByRole("button", { name: "Coba lagi" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Waktu seluruh ruang berhenti").waitFor();

  // The figures of a resumption without network: no box with a candidate's words beside the page's own.
  await roomActs(page).getByRole("button", { name: "Lanjutkan" }).click();
  await dialog.getByText("1 peserta mendapat kembali").waitFor();
  await context.setOffline(true);
  await dialog.getByText(/Angka per \d\d\.\d\d\.\d\d/).waitFor();
  await dialog.getByRole("button", { name: "Lanjutkan", exact: true }).click();
  await dialog.getByText("Coba lagi, aman diulang").waitFor();
  expect(await dialog.locator(".notice").count()).toBe(1);
  expect(await page.locator("body").innerText()).not.toMatch(/panggil pengawas/i);
  await context.setOffline(false);
  await dialog.getByRole("button", { name: "Coba lagi" }).click();
  await dialog.waitFor({ state: "hidden" });
  await context.close();
});

it("finds out whether a warning was given although its answer was lost, before another is", async () => {
  const room = await Room.prepare(server, { seats: 1, minutes: 30 });
  await room.act("open");
  await begin(server, room.ticket());
  const { context, page } = await officer(room, "room");
  await page.getByRole("button", { name: /^A-1, / }).click();
  let reachable = true;
  await context.route("**/acts", (route) => (reachable ? route.continue() : route.abort()));
  await context.route("**/warn", async (route) => {
    reachable = false;
    await relay(route);
    await route.abort();
  });
  await page.locator("[data-seat]").getByRole("button", { name: "Peringatkan" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Menoleh berulang kali" }).click();
  await dialog.getByRole("button", { name: "Peringatkan", exact: true }).click();
  await dialog.getByText("Jangan diulang dulu").waitFor();
  expect(await dialog.getByRole("button", { name: "Coba lagi" }).isDisabled()).toBe(true);
  reachable = true;
  await dialog.getByText("Tindakan ternyata sudah terjadi").waitFor();
  await dialog.getByRole("button", { name: "Tutup", exact: true }).last().click();
  await dialog.waitFor({ state: "hidden" });
  expect((await state(room))?.warnings).toBe(1);
  await context.close();
});

it("tells who was faster, and how things stand now", async () => {
  const room = await Room.prepare(server, { seats: 1, minutes: 30 });
  await room.act("open");
  await begin(server, room.ticket());
  const { context, page } = await officer(room, "room");
  await roomActs(page).getByRole("button", { name: "Jeda" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Alasan").fill("Listrik padam");
  // The other one acts while the own request is under way: the stream cannot have told.
  await context.route("**/pause", async (route) => {
    await room.act("pause", "Genset mati");
    await route.continue();
  });
  await dialog.getByRole("button", { name: "Jeda", exact: true }).click();
  await dialog.getByText("Keadaan berubah").waitFor();
  await dialog.getByText("Genset mati").waitFor();
  await dialog.getByText("waktu seluruh ruang berhenti").waitFor();
  expect(await dialog.innerText()).not.toContain("Aturan");
  await dialog.getByRole("button", { name: "Tutup", exact: true }).last().click();

  // The other one acts while the dialog stands open.
  await page.getByRole("button", { name: /^A-1, / }).click();
  await page.locator("[data-seat]").getByRole("button", { name: "Akhiri" }).click();
  await room.seat(room.ticket(), "end");
  await dialog.getByText("Keadaan berubah").waitFor();
  await dialog.getByText("Diakhiri").waitFor();
  await dialog.getByText("Keadaan peserta sekarang: Selesai").waitFor();
  expect(await dialog.getByRole("button", { name: "Akhiri", exact: true }).count()).toBe(0);
  await context.close();
});

it("shows after a reload what was done, by whom, when and why", async () => {
  const room = await Room.prepare(server, { seats: 1, minutes: 30 });
  const { context, page } = await officer(room, "room");
  await page.getByText("Belum ada tindakan.").waitFor();
  await roomActs(page).getByRole("button", { name: "Buka sesi" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Buka sesi", exact: true }).click();
  await begin(server, room.ticket());
  await room.seat(room.ticket(), "grant", { length_ms: 300_000, reason: "PC lambat" });
  const acts = page.locator("[data-act]");
  await page.locator('[data-act="seat.granted"]').waitFor();
  await page.reload();
  await page.locator('[data-act="seat.granted"]').waitFor();
  const told = (await acts.allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
  expect(told[0]).toMatch(/^\d\d\.\d\d\.\d\d Waktu ditambah \+05:00 A-1 · Contoh Pertama .+: PC lambat$/);
  expect(told[1]).toMatch(/^\d\d\.\d\d\.\d\d Sesi dibuka Pengawas Demo$/);
  await context.close();
});

it("marks nobody present unseen, however the scanner ends a number", async () => {
  const room = await Room.prepare(server, { seats: 2, minutes: 30, checkIn: false });
  const { context, page } = await officer(room, "desk");
  const [first = "", second = ""] = room.numbers;
  await page.keyboard.type(first);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.locator("[data-seat]").getByText("A-1").waitFor();
  await page.getByRole("button", { name: "Tandai hadir" }).waitFor();
  expect((await state(room))?.status).toBe("assigned");
  // A number of another sitting stays in nobody's way.
  await page.getByRole("button", { name: "Peserta berikutnya" }).click();
  await page.keyboard.type("99999999999999999");
  await page.keyboard.press("Enter");
  await page.getByText("tidak terdaftar pada sesi ini").waitFor();
  await page.keyboard.type(first);
  await page.keyboard.press("Enter");
  await page.locator("[data-seat]").getByText("A-1").waitFor();
  // The next one comes from a card with hyphens, behind a word half typed.
  await page.getByLabel("Pindai kartu").fill(`con ${second.replace(/(\d{4})(?=\d)/g, "$1-")}`);
  await page.keyboard.press("Enter");
  await page.locator("[data-seat]").getByText("A-2").waitFor();
  await context.close();
});

it("gives the same PIN when its answer was lost, and says that asking again is safe", async () => {
  const room = await Room.prepare(server, { seats: 1, minutes: 30, checkIn: false });
  const { context, page } = await officer(room, "desk");
  await page.keyboard.type(room.numbers[0] ?? "");
  await page.keyboard.press("Enter");
  let lost = true;
  let pin = "";
  await context.route("**/check-in", async (route) => {
    if (!lost) return route.continue();
    lost = false;
    pin = (JSON.parse((await relay(route)).text) as { pin: string }).pin;
    return route.abort();
  });
  const card = page.locator("[data-seat]");
  await card.getByRole("button", { name: "Tandai hadir" }).click();
  await card.getByText("aman diulang").waitFor();
  await card.getByRole("button", { name: "Coba lagi" }).click();
  expect(await page.locator("[data-pin]").getAttribute("data-pin")).toBe(pin);
  await context.close();
});

it("prints one slip, and those of all who are present", async () => {
  const room = await Room.prepare(server, { seats: 3, minutes: 30, checkIn: false });
  const { context, page } = await officer(room, "desk");
  const pins: string[] = [];
  for (const participant_no of room.numbers.slice(0, 2)) {
    const path = `/sittings/${room.id}/check-in`;
    pins.push((await room.admin.post<{ pin: string }>(path, { participant_no })).pin);
  }
  await page.getByRole("button", { name: "Cetak slip semua yang hadir (2)" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Siapkan slip" }).click();
  await dialog.getByRole("button", { name: "Cetak 2 slip" }).click();
  await dialog.waitFor({ state: "hidden" });
  const [sheet] = await paper(page);
  expect(sheet?.dialogs).toBe(0);
  expect(sheet?.slips.map((text) => pins.filter((pin) => text.includes(pin)))).toEqual(
    pins.map((pin) => [pin]),
  );
  expect((await state(room, 2))?.status, "who has not come has no PIN").toBe("assigned");
  await context.close();
});
