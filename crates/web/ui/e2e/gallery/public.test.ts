import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, it } from "vitest";
import { launch, pc } from "../browser.ts";
import { contest, type Contest } from "../contest.ts";
import { startServer, type Server } from "../server.ts";
import { Room, Staff } from "../staff.ts";
import { holdAll, publish } from "../steps.ts";
import { nothingLost } from "../verdict.ts";
import { begin, sit } from "../walker.ts";
import { refuse } from "./failing.ts";
import { show } from "./gallery.ts";

const ALL = { english: true } as const;

let server: Server;
let browser: Browser;
let reader: Page;
let held: Contest;
let night: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
  reader = await (await pc(browser)).newPage();
});

afterAll(async () => {
  await browser.close();
  await nothingLost(server);
  await server.stop();
});

/** Anew, whatever page was there. */
async function go(hash: string, seen: string | RegExp, timeout = 30_000): Promise<void> {
  await reader.goto("about:blank");
  await reader.goto(`${server.origin}/#${hash}`);
  await reader.getByText(seen).first().waitFor({ timeout });
}

async function look(no: string): Promise<void> {
  await reader.getByLabel("Nomor peserta").fill(no);
  await reader.getByRole("button", { name: "Lihat hasil" }).click();
}

it("shows the public pages while nothing is announced", async () => {
  await go("/", "Ujian yang jujur");
  await show(reader, "public-01-home", ALL);
  await reader.getByRole("heading", { name: "Kunci penanda tangan" }).scrollIntoViewIfNeeded();
  await reader.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await show(reader, "public-02-home-foot");
  await go("/papan", "Akan datang");
  await show(reader, "public-03-boards");
  await go("/pengumuman", "Belum ada yang diumumkan");
  await show(reader, "public-04-publications-empty");
  await go("/hasil", "17 angka");
  await show(reader, "public-05-result-ask", ALL);
  await look("123");
  await reader.getByText("Nomor peserta terdiri atas 17 angka").waitFor();
  await show(reader, "public-06-result-wrong");
  await look("99000000000000000");
  await reader.getByText("Belum ada hasil").waitFor();
  await show(reader, "public-07-result-unknown");
  await reader.goto(`${server.origin}/nowhere`);
  await reader.getByText("Halaman tidak ditemukan").waitFor();
  await show(reader, "public-08-not-found");
});

it("shows the hall board in its states", async () => {
  const room = await Room.prepare(server, { seats: 1, minutes: 30, name: "Sesi malam" });
  await room.act("open");
  night = room.id;
  await go(`/papan/${room.id}`, /Belum ada peserta/);
  await show(reader, "public-09-board-empty");
  held = await contest(server);
  await go("/papan", "Sedang berlangsung");
  await show(reader, "public-10-boards-open", ALL);
  await go(`/papan/${held.tie.id}`, "Contoh Kedua");
  await show(reader, "public-11-board", ALL);
  // Who is disqualified leaves the ranking, and does not vanish without a word.
  const apart = await Room.prepare(server, { seats: 4, minutes: 60, name: "Sesi petang" });
  await apart.act("open");
  for (const [at, answers] of [90, 60, 30].entries()) await sit(server, apart.ticket(at), answers);
  await begin(server, apart.ticket(3));
  const committee = apart.as(await Staff.logIn(server, "panitia1"));
  await committee.seat(apart.ticket(0), "disqualify", { reason: "Membawa alat komunikasi" });
  await committee.seat(apart.ticket(3), "cancel", { reason: "Duduk di sesi yang salah" });
  await go(`/papan/${apart.id}`, "Didiskualifikasi");
  await show(reader, "public-11-board-apart", ALL);
  await go("/papan/00000000-0000-7000-8000-000000000000", "Papan nilai ini tidak ada");
  await show(reader, "public-12-board-unknown");

  await go(`/papan/${held.tie.id}`, "Contoh Kedua");
  await server.crash();
  await reader.getByText("Yang tampak adalah keadaan pukul").waitFor({ timeout: 120_000 });
  await show(reader, "public-13-board-stale", ALL);
  await server.restart();
});

it("shows a published list, its check, and a candidate's result", async () => {
  await holdAll(server, held.tie.selection);
  await go(`/papan/${held.tie.id}`, "berita acara sesi ini telah ditandatangani", 100_000);
  await show(reader, "public-14-board-sealed");
  await go(`/papan/${night}`, "Sesi ini telah selesai", 100_000);
  await show(reader, "public-14-board-over");
  const publication = await publish(server, held.tie.selection);
  await go("/papan", "Sudah selesai");
  await show(reader, "public-15-boards-over");
  await go("/pengumuman", "Versi 1");
  await show(reader, "public-16-publications", ALL);
  await go(`/pengumuman/${publication}`, "Pengumuman ini utuh");
  await show(reader, "public-17-check", ALL);
  await reader.getByLabel("Sidik kunci dari pengumuman tercetak").fill("0123 4567 89ab cdef ".repeat(4));
  await reader.locator('[data-verdict="unknown_key"]').waitFor();
  await show(reader, "public-18-check-other-key");
  await reader.getByLabel("Sidik kunci dari pengumuman tercetak").fill("0123");
  await reader.getByText("Sidik terdiri atas 64").waitFor();
  await show(reader, "public-19-check-mistyped");

  const { text } = await server.wire.get(`/api/v1/public/publications/${publication}`, {});
  const forged = {
    name: "v1.json",
    mimeType: "application/json",
    buffer: Buffer.from(text.replace('"TL"', '"P"')),
  };
  await go("/pengumuman", "Versi 1");
  await reader.getByLabel("Pilih berkas").setInputFiles(forged);
  await reader.locator('[data-verdict="invalid"]').waitFor();
  await reader.locator('[data-verdict="invalid"]').evaluate((there) => there.scrollIntoView());
  await show(reader, "public-20-check-forged", ALL);

  for (const [at, name] of [
    [0, "in"],
    [7, "out"],
    [9, "below"],
  ] as const) {
    await go("/hasil", "17 angka");
    await look(held.tie.ticket(at).participantNo);
    await reader.locator('[data-verdict="valid"]').waitFor();
    await show(reader, `public-21-result-${name}`, at === 0 ? ALL : {});
  }
});

it("shows what goes wrong", async () => {
  await go("/hasil", "17 angka");
  // The server's own limit for one address is told with the time to wait, and so is a proxy's.
  const own = "**/api/v1/public/results/*";
  const body = JSON.stringify({ code: "too_many_requests", status: 429, request_id: "00000000000b" });
  await reader.route(own, (route) =>
    route.fulfill({
      status: 429,
      headers: { "retry-after": "7" },
      contentType: "application/problem+json",
      body,
    }),
  );
  await look("99000000000000000");
  await reader.getByText("Coba lagi dalam 7 detik").waitFor();
  await show(reader, "public-22-result-limited", ALL);
  await reader.unroute(own);
  for (const status of [429, 500]) {
    const heal = await refuse(reader, "public/results/*", status);
    await look("99000000000000000");
    await reader.getByText(status === 429 ? "dalam 20 detik" : "kesalahan di peladen").waitFor();
    await show(reader, `public-22-result-${String(status)}`);
    await heal();
  }
  for (const [status, title] of [
    [403, "Anda tidak berwenang"],
    [429, "Terlalu banyak permintaan"],
    [500, "Peladen sedang bermasalah"],
  ] as const) {
    const heal = await refuse(reader, "public/selections", status);
    await go("/pengumuman", title);
    await show(reader, `public-23-publications-${String(status)}`, status === 500 ? ALL : {});
    await heal();
  }
  await go("/pengumuman/00000000-0000-7000-8000-000000000000", "Pengumuman ini tidak ada");
  await show(reader, "public-24-check-gone");
  await go("/", "Ujian yang jujur");
  await server.crash();
  await reader.getByRole("link", { name: "Papan nilai" }).first().click();
  await reader.getByText("Peladen tidak dapat dihubungi").first().waitFor();
  await show(reader, "public-25-offline");
  await server.restart();
});
