import type { Browser } from "playwright-core";
import { afterAll, beforeAll, it } from "vitest";
import { launch, pc } from "../browser.ts";
import { Candidate } from "../candidate.ts";
import { atStaff, tile } from "../officer.ts";
import { startServer, type Server } from "../server.ts";
import { Room } from "../staff.ts";
import { nothingLost } from "../verdict.ts";
import { sit } from "../walker.ts";
import { show } from "./gallery.ts";

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

it("shows desk and room in their states", async () => {
  const room = await Room.prepare(server, {
    seats: 40,
    minutes: 30,
    startsInMs: 3_600_000,
    name: "Sesi pagi",
  });
  const page = await (await pc(browser)).newPage();
  await page.goto(`${server.origin}/pengawas`);
  await page.getByLabel("Nama pengguna").waitFor();
  await show(page, "proctor-01-log-in");
  await atStaff(server, page, "pengawas");
  await page.getByRole("link", { name: "Sesi pagi" }).waitFor();
  await show(page, "proctor-02-sittings");

  await page.goto(`${server.origin}/pengawas#/sittings/${room.id}/desk`);
  await page.getByText("Siap untuk peserta berikutnya").waitFor();
  await show(page, "proctor-03-desk");
  await page.keyboard.type("99999999999999999");
  await page.keyboard.press("Enter");
  await page.getByText("tidak terdaftar pada sesi ini").waitFor();
  await show(page, "proctor-04-desk-unknown");
  await page.getByLabel("Pindai kartu").fill("contoh ke");
  await page.getByText("peserta cocok").waitFor();
  await show(page, "proctor-05-desk-search");
  await page.getByLabel("Pindai kartu").fill(room.ticket(3).participantNo);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Tampilkan PIN lagi" }).click();
  await page.locator("[data-pin]").waitFor();
  await show(page, "proctor-06-desk-pin");

  await page.getByRole("link", { name: "Ruang ujian" }).click();
  await page.locator('[data-link="live"]').waitFor();
  await show(page, "proctor-07-room-planned");
  const acts = page.getByRole("group", { name: "Tindakan untuk seluruh ruang" });
  const dialog = page.getByRole("dialog");
  await acts.getByRole("button", { name: "Buka sesi" }).click();
  await dialog.getByText("Membuka lebih awal").waitFor();
  await show(page, "proctor-08-open-early");
  await dialog.getByLabel("Alasan").fill("Uji coba ruang");
  await dialog.getByRole("button", { name: "Buka sesi", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });

  for (const [at, ticket] of room.tickets.slice(0, 12).entries()) await sit(server, ticket, 60 + at);
  const context = await pc(browser);
  const candidate = await Candidate.at(server, context);
  await candidate.logIn(room.ticket(14));
  await candidate.getReady();
  await candidate.seesPaper();
  await candidate.answer(7);
  await candidate.allSaved();
  await room.seat(room.ticket(20), "absent");
  await room.seat(room.ticket(14), "warn");
  await tile(page, "A-15", "Mengerjakan, 7 dari");
  await show(page, "proctor-09-room");
  await page.getByRole("button", { name: /^A-15, / }).click();
  await page.locator("[data-seat]").waitFor();
  await show(page, "proctor-10-room-seat");
  await page.locator("[data-seat]").getByRole("button", { name: "Tambah waktu" }).click();
  await dialog.waitFor();
  await show(page, "proctor-11-grant");
  await dialog.getByRole("button", { name: "Batal" }).click();
  await page.getByRole("radio", { name: "Daftar" }).check();
  await page.getByRole("table").waitFor();
  await show(page, "proctor-12-room-list");
  await page.getByRole("radio", { name: "Denah" }).check();
  await room.act("pause", "Listrik padam");
  await page.getByText("Waktu seluruh ruang berhenti").waitFor();
  await show(page, "proctor-13-room-paused");
  await acts.getByRole("button", { name: "Lanjutkan" }).click();
  await page.getByText("1 peserta mendapat kembali").waitFor();
  await show(page, "proctor-14-resume");
  await dialog.getByRole("button", { name: "Lanjutkan", exact: true }).click();
  await acts.getByRole("button", { name: "Tutup sesi" }).click();
  await dialog.getByText("masih mengerjakan").waitFor();
  await show(page, "proctor-15-close-refused");
  await dialog.getByRole("button", { name: "Batal" }).click();
  await server.crash();
  await page.locator('[data-link="lost"]').waitFor();
  await show(page, "proctor-16-room-offline");
  await server.restart();
  await page.locator('[data-link="live"]').waitFor();
  await candidate.finish();
  await candidate.code();
  await acts.getByRole("button", { name: "Tutup sesi" }).click();
  await dialog.getByRole("checkbox").waitFor();
  await show(page, "proctor-17-close");
  await dialog.getByLabel("Alasan").fill("Tidak sempat mulai");
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Tutup sesi", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Ditutup", { exact: true }).waitFor();
  await show(page, "proctor-18-room-closed");

  // Somebody without a role here.
  const stranger = await (await pc(browser)).newPage();
  await stranger.goto(`${server.origin}/pengawas`);
  await atStaff(server, stranger, "auditor");
  await stranger.getByRole("heading").first().waitFor();
  await show(stranger, "proctor-19-not-for-you");
});
