import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, pc } from "./browser.ts";
import { atStaff, tile } from "./officer.ts";
import { startServer, type Server } from "./server.ts";
import { Room } from "./staff.ts";
import { nothingLost } from "./verdict.ts";
import { begin, sit } from "./walker.ts";

/** Several officers in one room. */

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

interface Officer {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly dialog: Locator;
}

/** In front of the room, with the first seat's panel open. */
async function officer(room: Room, name: string): Promise<Officer> {
  const context = await pc(browser);
  const page = await context.newPage();
  await page.goto(`${server.origin}/pengawas#/sittings/${room.id}/room`);
  await atStaff(server, page, name);
  await page.locator('[data-link="live"]').waitFor();
  return { context, page, dialog: page.getByRole("dialog") };
}

async function asks({ page, dialog }: Officer, act: string, reason: string): Promise<void> {
  await page.locator("[data-seat]").getByRole("button", { name: act }).click();
  await dialog.getByLabel("Alasan").fill(reason);
}

const confirms = ({ dialog }: Officer, act: string): Promise<void> =>
  dialog.getByRole("button", { name: act, exact: true }).click();

const first = async (room: Room) => {
  const [seat] = (await room.view()).seats;
  if (!seat) throw new Error("no seat");
  return seat;
};

it("lets two officers give time and warn on one sight of a seat only once, and asks the second anew", async () => {
  const room = await Room.prepare(server, { seats: 1, minutes: 30 });
  await room.act("open");
  await begin(server, room.ticket());
  const [one, two] = [await officer(room, "pengawas"), await officer(room, "admin")];
  for (const { page } of [one, two]) await page.getByRole("button", { name: /^A-1, / }).click();
  const before = await first(room);

  // Both dialogs stand open; the first confirms, and the second is told before the own act is sent.
  await asks(one, "Tambah waktu", "PC lambat");
  await asks(two, "Tambah waktu", "PC menyala ulang");
  await confirms(one, "Tambah waktu");
  await one.dialog.waitFor({ state: "hidden" });
  const told = two.dialog.locator("[data-meanwhile]");
  await told.getByText("Waktu ditambah +05:00").waitFor();
  expect(await told.innerText()).toMatch(
    /\d\d\.\d\d\.\d\d\s+Waktu ditambah \+05:00\s+Pengawas Demo: PC lambat/,
  );
  await confirms(two, "Tambah waktu");
  await two.dialog.getByText("Beri tanda bila tindakan Anda tetap diperlukan").waitFor();
  const once = await first(room);
  expect((once.deadline ?? 0) - (before.deadline ?? 0), "five minutes, once").toBe(300_000);
  await two.dialog.getByLabel("tindakan saya tetap diperlukan").check();
  await confirms(two, "Tambah waktu");
  await two.dialog.waitFor({ state: "hidden" });
  const twice = await first(room);
  expect((twice.deadline ?? 0) - (before.deadline ?? 0), "and once more, knowingly").toBe(600_000);

  // The stream is slower than the hand: then it is the server that refuses.
  await asks(two, "Peringatkan", "Menoleh");
  await two.context.route("**/warn", async (route) => {
    await room.seat(room.ticket(), "warn", { reason: "Berbicara" });
    await route.continue();
  });
  await confirms(two, "Peringatkan");
  await two.dialog.getByText("keadaan peserta ini lebih dahulu berubah").waitFor();
  await told.getByText("Diperingatkan").waitFor();
  await told.getByText("Peringatannya sekarang 1").waitFor();
  expect((await first(room)).warnings).toBe(1);
  await two.context.unroute("**/warn");
  await two.dialog.getByRole("button", { name: "Batal" }).click();

  // An incident of the whole room is nothing that two should declare either.
  const roomActs = two.page.getByRole("group", { name: "Tindakan untuk seluruh ruang" });
  await roomActs.getByRole("button", { name: "Insiden" }).click();
  const { now } = await room.view();
  const span = { from: now - 1_000, to: now, reason: "Listrik padam" };
  await room.admin.post(`/sittings/${room.id}/incident`, span);
  await told.getByText("Insiden seluruh ruang").waitFor();
  await two.dialog.getByLabel("tindakan saya tetap diperlukan").waitFor();
  for (const { context } of [one, two]) await context.close();
});

it("shows within a second what another officer does to the whole room, and says why it goes on", async () => {
  const room = await Room.prepare(server, { seats: 3, minutes: 30 });
  await room.act("open");
  await sit(server, room.ticket(1), 20);
  await begin(server, room.ticket());
  const one = await officer(room, "pengawas");
  await tile(one.page, "A-1", "Mengerjakan");
  // As long as it takes from the answer to the other officer until this page has painted it.
  await one.page.evaluate(() => {
    const paused = (): boolean => document.body.innerText.includes("Waktu seluruh ruang berhenti");
    Object.assign(window, { seen: 0 });
    new MutationObserver(() => {
      const own = window as unknown as { seen: number };
      if (paused() && !own.seen) own.seen = Date.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await room.act("pause", "Listrik padam");
  const done = Date.now();
  await one.page.getByText("Waktu seluruh ruang berhenti").waitFor();
  const seen = await one.page.evaluate(() => (window as unknown as { seen: number }).seen);
  expect(seen - done, "milliseconds").toBeLessThan(1_000);

  const roomActs = one.page.getByRole("group", { name: "Tindakan untuk seluruh ruang" });
  await roomActs.getByRole("button", { name: "Lanjutkan" }).click();
  await one.dialog.getByText("1 peserta mendapat kembali").waitFor();
  expect(await one.dialog.innerText(), "which room").toContain("Ruang Cendrawasih, Kantor Regional");
  await one.dialog.getByLabel("Keterangan").fill("Genset menyala");
  await confirms(one, "Lanjutkan");
  await one.dialog.waitFor({ state: "hidden" });
  const resumed = one.page.locator('[data-act="room.resumed"]');
  await resumed.getByText("Pengawas Demo: Genset menyala").waitFor();

  // What just happened is told in the language that is chosen now.
  const toasts = one.page.locator(".toasts");
  await toasts.getByText("Seluruh ruang dilanjutkan").waitFor();
  await one.page.locator("header input[type=radio][value=en]").check();
  await toasts.getByText("The whole room").waitFor();
  await one.page.locator("header input[type=radio][value=id]").check();

  // Of two sittings in two windows nobody closes the wrong one unseen.
  await room.seat(room.ticket(), "end");
  await tile(one.page, "A-1", "Selesai");
  await roomActs.getByRole("button", { name: "Tutup sesi" }).click();
  const { name, place } = await room.view();
  await one.dialog.getByText(`${name} · ${place}`).waitFor();
  await one.dialog.getByText("1 peserta yang belum memulai").waitFor();
  await one.context.close();
});

it("has the first seats of a room on the first screen of a phone", async () => {
  const room = await Room.prepare(server, { seats: 40, minutes: 30 });
  await room.act("open");
  await begin(server, room.ticket());
  const { page, context } = await officer(room, "pengawas");
  await tile(page, "A-1", "Mengerjakan");
  await page.setViewportSize({ width: 390, height: 844 });
  const seat = await page.getByRole("button", { name: /^A-1, / }).boundingBox();
  expect(seat?.y, "pixels from the top").toBeLessThan(420);
  // The acts are one touch away, and each still asks.
  await page.getByRole("button", { name: "Tindakan untuk seluruh ruang" }).click();
  await page.getByRole("button", { name: "Jeda" }).click();
  await page.getByRole("dialog").getByText("Jeda seluruh ruang?").waitFor();
  await context.close();
});

it("stops calling a picture live when the server falls silent", async () => {
  const room = await Room.prepare(server, { seats: 1, minutes: 30 });
  const { page, context } = await officer(room, "pengawas");
  await page.locator('[data-link="live"]').getByText("Langsung").waitFor();
  // The server is there and says nothing: its process stands still.
  const since = Date.now();
  server.freeze();
  try {
    await page.locator("[data-silent]").waitFor();
    await page.locator('[data-link="lost"]').waitFor();
    expect(Date.now() - since, "milliseconds").toBeLessThan(7_000);
  } finally {
    server.thaw();
  }
  await page.locator('[data-link="live"]').waitFor();
  await context.close();
});
