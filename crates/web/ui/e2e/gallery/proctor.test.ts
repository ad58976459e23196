import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, it } from "vitest";
import { launch, pc, type Look } from "../browser.ts";
import { Candidate } from "../candidate.ts";
import { atStaff, tile } from "../officer.ts";
import { startServer, type Server } from "../server.ts";
import { Room } from "../staff.ts";
import { nothingLost } from "../verdict.ts";
import { begin, sit } from "../walker.ts";
import { onPaper, show } from "./gallery.ts";

const PASSWORD = "kata sandi yang panjang";

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

/** A page of an officer's own, at a place. */
async function officer(place: string, name = "pengawas", look: Look = {}): Promise<Page> {
  const page = await (await pc(browser, look)).newPage();
  await page.goto(`${server.origin}/pengawas${place}`);
  if (look.locale !== "en") await atStaff(server, page, name);
  return page;
}

const actsOf = (page: Page) => page.getByRole("group", { name: "Tindakan untuk seluruh ruang" });

it("shows the desk in its states", async () => {
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
  const field = page.getByLabel("Pindai kartu");
  await page.keyboard.type("99999999999999999");
  await page.keyboard.press("Enter");
  await page.getByText("tidak terdaftar pada sesi ini").waitFor();
  await show(page, "proctor-04-desk-unknown");
  await field.fill("contoh ke");
  await page.getByText("yang cocok").waitFor();
  await show(page, "proctor-05-desk-search");
  await field.fill("zulkarnaen");
  await page.getByText("Tidak ada peserta yang cocok").waitFor();
  await show(page, "proctor-20-desk-none");
  await field.fill(room.ticket(3).participantNo);
  await page.keyboard.press("Enter");
  const card = page.locator("[data-seat]");
  await page.route("**/check-in", (route) => route.abort());
  await card.getByRole("button", { name: "Tampilkan PIN lagi" }).click();
  await card.getByText("aman diulang").waitFor();
  await show(page, "proctor-21-desk-lost");
  await page.unroute("**/check-in");
  await card.getByRole("button", { name: "Coba lagi" }).click();
  await page.locator("[data-pin]").waitFor();
  await show(page, "proctor-06-desk-pin");
  await onPaper(page, "proctor-22-slip-paper");
  await page.getByRole("button", { name: "Cetak slip semua yang hadir" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Siapkan slip" }).click();
  await dialog.getByText("40 slip siap dicetak").waitFor();
  await show(page, "proctor-23-slips");
  await onPaper(page, "proctor-29-slips-paper");
  await dialog.getByRole("button", { name: "Batal" }).click();

  const reader = await officer(`#/sittings/${room.id}/desk/${room.ticket(1).attempt}`, "panitia1");
  await reader.getByText("hanya dapat melihat").waitFor();
  await show(reader, "proctor-24-desk-read-only");
});

it("shows a room from the plan to the seal", async () => {
  const room = await Room.prepare(server, {
    seats: 40,
    minutes: 30,
    startsInMs: 3_600_000,
    name: "Sesi siang",
  });
  const page = await officer(`#/sittings/${room.id}/room`);
  await page.locator('[data-link="live"]').waitFor();
  await show(page, "proctor-07-room-planned");
  const acts = actsOf(page);
  const dialog = page.getByRole("dialog");
  await acts.getByRole("button", { name: "Buka sesi" }).click();
  await dialog.getByText("Membuka lebih awal").waitFor();
  await show(page, "proctor-08-open-early");
  await dialog.getByLabel("Alasan").fill("Uji coba ruang");
  await dialog.getByRole("button", { name: "Buka sesi", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });

  for (const [at, ticket] of room.tickets.slice(0, 12).entries()) await sit(server, ticket, 60 + at);
  for (const ticket of room.tickets.slice(24, 30)) await begin(server, ticket);
  const context = await pc(browser);
  const candidate = await Candidate.at(server, context);
  await candidate.logIn(room.ticket(14));
  await candidate.getReady();
  await candidate.seesPaper();
  await candidate.answer(7);
  await candidate.allSaved();
  await room.seat(room.ticket(20), "absent", { reason: "Tidak datang sampai registrasi ditutup" });
  await room.seat(room.ticket(14), "warn", { reason: "Menoleh berulang kali" });
  await room.seat(room.ticket(25), "grant", { reason: "PC lambat", length_ms: 300_000 });
  await room.seat(room.ticket(26), "pause", { reason: "Peserta sakit" });
  await tile(page, "A-15", "Mengerjakan, 7 dari");
  await page.locator('[data-act="seat.paused"]').waitFor();
  await show(page, "proctor-09-room");
  await page.getByLabel("Cari nama").fill("zulkarnaen");
  await page.getByText("Tidak ada peserta yang cocok").waitFor();
  await show(page, "proctor-25-room-none");
  await page.getByRole("button", { name: "Tampilkan semua" }).last().click();
  await page.getByRole("button", { name: /^A-15, / }).click();
  await page.locator("[data-seat]").waitFor();
  await show(page, "proctor-10-room-seat");
  const panel = page.locator("[data-seat]");
  await panel.getByRole("button", { name: "Tambah waktu" }).click();
  await dialog.waitFor();
  await show(page, "proctor-11-grant");
  await room.seat(room.ticket(14), "grant", { reason: "PC menyala ulang", length_ms: 300_000 });
  await dialog.locator("[data-meanwhile]").getByText("Waktu ditambah +05:00").waitFor();
  await show(page, "proctor-41-grant-meanwhile");
  await dialog.getByLabel("tindakan saya tetap diperlukan").check();
  await page.route("**/grant", (route) => route.abort());
  await page.route("**/acts", (route) => route.abort());
  await dialog.getByLabel("Alasan").fill("PC lambat");
  await dialog.getByRole("button", { name: "Tambah waktu", exact: true }).click();
  await dialog.getByText("Jangan diulang dulu").waitFor();
  await show(page, "proctor-26-grant-lost");
  await page.unrouteAll();
  await dialog.getByText("Tindakan belum terjadi").waitFor();
  await dialog.getByRole("button", { name: "Batal" }).click();
  await page.getByRole("button", { name: "Tutup rincian" }).click();
  await page.getByRole("radio", { name: "Daftar" }).check();
  await page.getByRole("table").waitFor();
  await show(page, "proctor-12-room-list");
  await page.getByRole("radio", { name: "Denah" }).check();

  await acts.getByRole("button", { name: "Jeda" }).click();
  await room.act("pause", "Listrik padam");
  await dialog.getByText("Keadaan berubah").waitFor();
  await dialog.getByText("Listrik padam").waitFor();
  await show(page, "proctor-27-changed");
  await dialog.getByRole("button", { name: "Tutup", exact: true }).last().click();
  await page.getByText("Waktu seluruh ruang berhenti").waitFor();
  await show(page, "proctor-13-room-paused");
  await acts.getByRole("button", { name: "Lanjutkan" }).click();
  await dialog.getByText("6 peserta mendapat kembali").waitFor();
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
  for (const ticket of room.tickets.slice(24, 30)) await room.seat(ticket, "end");
  await page.locator('[data-standing="finished"]').getByText("19").waitFor();
  await acts.getByRole("button", { name: "Tutup sesi" }).click();
  await dialog.getByRole("checkbox").waitFor();
  await show(page, "proctor-17-close");
  await dialog.getByLabel("Alasan").fill("Tidak sempat mulai");
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Tutup sesi", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Ditutup", { exact: true }).waitFor();
  await show(page, "proctor-18-room-closed");
  await acts.getByRole("button", { name: "Segel" }).click();
  await dialog.getByRole("checkbox").waitFor();
  await show(page, "proctor-28-seal");
});

it("shows what keeps an officer from working", async () => {
  const room = await Room.prepare(server, { seats: 2, minutes: 30, name: "Sesi sore" });
  await room.admin.post("/users", {
    name: "penulis",
    full_name: "Penulis Soal Demo",
    password: PASSWORD,
    grants: [{ role: "author", scope: { kind: "system" } }],
  });
  const stranger = await (await pc(browser)).newPage();
  await stranger.goto(`${server.origin}/pengawas`);
  await stranger.getByLabel("Nama pengguna").fill("penulis");
  await stranger.getByLabel("Kata sandi").fill(PASSWORD);
  await stranger.getByRole("button", { name: "Masuk", exact: true }).click();
  await stranger.getByText("Halaman ini untuk petugas").waitFor();
  await show(stranger, "proctor-19-not-for-you");

  const page = await officer("");
  await page.getByRole("link", { name: "Sesi sore" }).waitFor();
  const path = "**/api/v1/selections";
  await page.route(path, (route) => route.fulfill({ status: 200, json: [] }));
  await page.getByRole("button", { name: "Muat ulang" }).click();
  await page.getByText("Belum ada sesi ujian").waitFor();
  await show(page, "proctor-30-no-sittings");
  for (const [name, status, code] of [
    ["proctor-31-sittings-trouble", 500, "internal"],
    ["proctor-32-sittings-too-many", 429, "too_many_attempts"],
  ] as const) {
    await page.unroute(path);
    await page.route(path, (route) =>
      route.fulfill({ status, headers: { "retry-after": "7" }, json: { code, request_id: "req-7f3a" } }),
    );
    await page.reload();
    await page.getByRole("alert").waitFor();
    await show(page, name);
  }
  await page.unroute(path);
  await page.route(path, (route) => route.abort());
  await page.reload();
  await page.getByRole("alert").waitFor();
  await show(page, "proctor-33-sittings-offline");
  await page.unroute(path);

  await page.goto(`${server.origin}/pengawas#/sittings/00000000-0000-7000-8000-000000000000/room`);
  await page.getByText("Sesi ini tidak ada").waitFor();
  await show(page, "proctor-34-no-such-sitting");
  const events = `**/sittings/${room.id}/events`;
  await page.route(events, (route) => route.fulfill({ status: 403, json: { code: "forbidden" } }));
  await page.goto(`${server.origin}/pengawas#/sittings/${room.id}/room`);
  await page.getByText("tidak ditugaskan pada sesi ini").waitFor();
  await show(page, "proctor-35-not-assigned");
  await page.unroute(events);
  await page.route(events, (route) => route.fulfill({ status: 500, json: { code: "internal" } }));
  await page.reload();
  await page.getByText("Ruang belum dapat ditampilkan").waitFor();
  await show(page, "proctor-36-room-trouble");
  await page.unroute(events);
  await page.route(events, (route) => route.abort());
  await page.reload();
  await page.getByText("Halaman ini menyambung sendiri").waitFor();
  await show(page, "proctor-37-room-no-network");
  await page.unroute(events);

  // A sitting that nobody sits in.
  const view = await room.view();
  const none = Object.fromEntries(Object.keys(view.counters).map((name) => [name, 0]));
  const bare = { ...view, counters: none, seats: [] };
  await page.route(events, (route) =>
    route.fulfill({
      contentType: "text/event-stream",
      body: `event: snapshot\ndata: ${JSON.stringify(bare)}\n\n`,
    }),
  );
  await page.reload();
  await page.getByText("Sesi ini belum memiliki peserta").waitFor();
  await show(page, "proctor-38-room-nobody");
  await page.getByRole("link", { name: "Meja registrasi" }).click();
  await page.getByText("Sesi ini belum memiliki peserta").waitFor();
  await show(page, "proctor-39-desk-nobody");
  await page.unroute(events);
  await page.reload();
  await page.getByText("Siap untuk peserta berikutnya").waitFor();
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Semua sesi" }).click();
  await page.getByText("Sesi masuk Anda sudah berakhir").waitFor();
  await show(page, "proctor-40-session-over");
});

it("shows the same in English", async () => {
  const room = await Room.prepare(server, { seats: 12, minutes: 30, name: "Sesi malam" });
  await room.act("open");
  for (const ticket of room.tickets.slice(0, 4)) await begin(server, ticket);
  const page = await officer(`#/sittings/${room.id}/room`, "pengawas", { locale: "en" });
  await page.getByLabel("User name").fill("pengawas");
  await page.getByLabel("Password").fill(server.passwords.get("pengawas") ?? "");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await room.act("pause", "Power failure");
  await page.getByText("Time stands still for the whole room").waitFor();
  await show(page, "proctor-50-english-room");
  const acts = page.getByRole("group", { name: "Acts for the whole room" });
  await acts.getByRole("button", { name: "Resume" }).click();
  await page.getByText("4 candidates get back").waitFor();
  await show(page, "proctor-51-english-resume");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("link", { name: "Desk" }).click();
  await page.getByText("Ready for the next candidate").waitFor();
  await page.keyboard.type(room.ticket(5).participantNo);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Show PIN again" }).waitFor();
  await show(page, "proctor-52-english-desk");
  await page.getByRole("link", { name: "All sittings" }).click();
  await page.getByRole("link", { name: "Sesi malam" }).waitFor();
  await show(page, "proctor-53-english-sittings");
});

it("shows five hundred seats", async () => {
  const room = await Room.prepare(server, { seats: 500, minutes: 30, checkIn: false, name: "Sesi besar" });
  const page = await officer(`#/sittings/${room.id}/room`);
  await tile(page, "A-500", "Belum hadir");
  await show(page, "proctor-60-room-of-500");
});
