import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, pc } from "./browser.ts";
import { contest } from "./contest.ts";
import { atStaff } from "./officer.ts";
import { startServer, until, type Server } from "./server.ts";
import { Room, Staff } from "./staff.ts";
import { holdAll } from "./steps.ts";
import { nothingLost } from "./verdict.ts";
import { sit } from "./walker.ts";

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

async function committee(name: string): Promise<Page> {
  const page = await (await pc(browser)).newPage();
  await page.goto(`${server.origin}/panitia`);
  await atStaff(server, page, name);
  await page
    .getByRole("link", { name: /Demo|BPADK|Seleksi/ })
    .first()
    .click();
  return page;
}

/** Chooses a formation by its code. */
async function formation(page: Page, code: string): Promise<void> {
  const list = page.getByLabel("Formasi");
  const option = list.locator("option", { hasText: code });
  await list.selectOption((await option.getAttribute("value")) ?? "");
}

it("draws the cut through a tie, around open places, and above those who all fail", async () => {
  const { tie } = await contest(server);
  const page = await committee("panitia1");
  await formation(page, "BPADK-03");
  const line = "Garis batas 3× kebutuhan: 6 tempat, 7 peserta lanjut karena nilai sama; nilai terakhir 372";
  await page.getByRole("cell", { name: line }).waitFor();
  const rows = await page.locator("tbody tr").allInnerTexts();
  const at = rows.findIndex((text) => text.includes("Garis batas"));
  expect(rows.slice(at - 2, at + 1).map((text) => text.includes("Di garis batas"))).toEqual([
    true,
    true,
    false,
  ]);
  expect(rows[at + 1]).toContain("Tidak masuk 3× kebutuhan");
  expect(rows[at + 2]).toContain("Tidak memenuhi nilai ambang batas");

  await page.getByRole("button", { name: "Mengapa Contoh Kedelapan berada di sini" }).click();
  const why = page.getByRole("dialog");
  await why.getByText("peringkat 8 berada di luar 6 tempat").waitFor();
  await why
    .getByText(/Di bawah Contoh Ke(enam|tujuh), karena nilai Total lebih rendah: 358 berbanding 372/)
    .waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Mengapa Contoh Kesembilan berada di sini" }).click();
  await why.getByText("Nilai TWK adalah 60, kurang dari nilai ambang batas 65.").waitFor();
  await page.keyboard.press("Escape");

  // On a phone the first candidates are seen at once.
  await page.setViewportSize({ width: 390, height: 844 });
  const third = await page.getByRole("rowheader").nth(2).boundingBox();
  expect(third?.y).toBeLessThan(844);
  await page.setViewportSize({ width: 1366, height: 768 });

  await formation(page, "BPADK-02");
  await page
    .getByText("Semua yang memenuhi nilai ambang batas lanjut (2 peserta); 1 dari 3 tempat masih kosong")
    .waitFor();
  await formation(page, "BPADK-04");
  await page.getByText("Belum ada yang memenuhi nilai ambang batas; 3 tempat masih kosong").waitFor();

  await page.getByRole("link", { name: "Sebaran nilai" }).click();
  const twk = page.locator("figure", { has: page.getByRole("heading", { name: "TWK" }) });
  // At first sight: the passing grade's line, how many, what the axes count, and steps between 0 and the highest.
  const texts = await twk.getByRole("img").textContent();
  expect(texts).toContain("Jumlah peserta");
  expect(texts).toContain("Nilai TWK (0–150 poin)");
  expect(await twk.locator("text.passing-text").innerHTML()).toBe("65");
  expect(await twk.locator("line.passing").count()).toBe(1);
  expect(await twk.locator("line.grid").count()).toBeGreaterThan(2);
  await twk.getByText("n = 16 peserta").waitFor();
  await twk.getByText("Tampilkan sebagai tabel").click();
  await twk.getByRole("table").getByText("(di bawah ambang batas)").first().waitFor();

  await board(tie.id);
});

/** The hall's screen: large, rolling by itself, and honest when the server does not answer. */
async function board(sitting: string): Promise<void> {
  const moving = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    reducedMotion: "no-preference",
  });
  const hall = await moving.newPage();
  await hall.goto(`${server.origin}/#/papan/${sitting}`);
  const name = hall.getByRole("rowheader", { name: /Contoh Kedua/ });
  await name.waitFor();
  const size = await name.evaluate((cell) => parseFloat(getComputedStyle(cell).fontSize));
  expect(size).toBeGreaterThanOrEqual(36);
  await hall.getByText(/Keadaan pukul/).waitFor();
  const rows = hall.getByRole("region", { name: "Papan nilai" });
  const top = (): Promise<number> => rows.evaluate((box) => box.scrollTop);
  await until("the board to roll", 30_000, async () => (await top()) > 20);
  await hall.getByRole("button", { name: "Hentikan guliran" }).click();
  const stopped = await top();
  await hall.getByRole("button", { name: "Gulir otomatis" }).waitFor();
  expect(await top()).toBe(stopped);

  await server.crash();
  await hall
    .getByText("Peladen tidak menjawab. Yang tampak adalah keadaan pukul")
    .waitFor({ timeout: 120_000 });
  await name.waitFor();
  await server.restart();
  await hall.getByText("Peladen tidak menjawab.").waitFor({ state: "detached", timeout: 200_000 });
}

it("opens no board before its sitting does", async () => {
  const reader = await (await pc(browser)).newPage();
  await reader.goto(`${server.origin}/#/papan`);
  const planned = reader.locator("section", { has: reader.getByRole("heading", { name: "Akan datang" }) });
  await planned.getByText("Papan nilai dibuka bersama sesinya").first().waitFor();
  expect(await planned.getByRole("link").count()).toBe(0);
});

it("takes a selection from the live ranking to a list that everybody can check", async () => {
  const room = await Room.prepare(server, { seats: 3, minutes: 30 });
  await room.act("open");
  for (const [at, ticket] of room.tickets.entries()) await sit(server, ticket, 30 * (at + 1));

  const first = await committee("panitia1");
  await first.getByRole("rowheader", { name: "Contoh Pertama" }).waitFor();
  await first.getByLabel("Cari nomor peserta").fill(room.ticket(1).participantNo);
  await first.getByRole("button", { name: "Cari", exact: true }).click();
  await first.locator("tr[data-found]").getByText("Contoh Kedua").waitFor();
  await first.getByRole("button", { name: "Mengapa Contoh Pertama berada di sini" }).click();
  await first.getByText("kurang dari nilai ambang batas").first().waitFor();
  await first.keyboard.press("Escape");
  await first.getByRole("link", { name: "Sebaran nilai" }).click();
  await first.getByRole("img", { name: "Sebaran nilai: Total" }).waitFor();

  const hall = await (await pc(browser)).newPage();
  await hall.goto(`${server.origin}/#/papan/${room.id}`);
  await hall.getByRole("rowheader", { name: /Contoh Kedua/ }).waitFor();

  await first.getByRole("link", { name: "Pengumuman" }).click();
  await first.getByText("sesi belum disegel", { exact: false }).first().waitFor();
  await first.getByRole("button", { name: "Buat rancangan" }).click();
  const dialog = first.getByRole("dialog");
  await dialog.getByRole("button", { name: "Buat rancangan" }).click();
  await dialog.getByText("Masih ada sesi yang belum disegel").waitFor();

  const [selection] = await room.admin.get<{ id: string }[]>("/selections");
  await holdAll(server, selection?.id ?? "");
  await dialog.getByRole("button", { name: "Buat rancangan" }).click();
  await first.getByText("Anda yang membuat rancangan ini").waitFor();
  expect(await first.getByRole("button", { name: "Setujui" }).count()).toBe(0);

  const second = await committee("panitia2");
  await second.getByRole("link", { name: "Pengumuman" }).click();
  await second.getByRole("link", { name: "Buka versi 1" }).click();
  await second.getByLabel("Cari nama atau nomor peserta").fill("contoh kesembilan");
  await second.getByText(/^1 dari /).waitFor();
  await second
    .getByRole("cell", { name: "Nilai TWK adalah 60, kurang dari nilai ambang batas 65." })
    .waitFor();
  await second.getByLabel("Cari nama atau nomor peserta").fill("");
  await second.getByLabel("Kode", { exact: true }).selectOption("P");
  await second.getByRole("rowheader", { name: /Contoh Kedelapan/ }).waitFor();
  expect(await second.getByRole("rowheader").count()).toBe(1);
  await second.getByRole("button", { name: "Setujui" }).click();
  await second.getByLabel("Saya telah memeriksa").check();
  await second.getByRole("dialog").getByRole("button", { name: "Setujui" }).click();
  await second.getByRole("button", { name: "Terbitkan", exact: true }).click();
  await second.getByLabel("Saya telah memeriksa").check();
  await second.getByRole("button", { name: "Ya, terbitkan sekarang" }).click();
  const [download] = await Promise.all([
    second.waitForEvent("download"),
    second.getByRole("link", { name: "Unduh berkas versi 1" }).click(),
  ]);

  const reader = await (await pc(browser)).newPage();
  await reader.goto(`${server.origin}/#/pengumuman`);
  await reader.getByRole("link", { name: "Periksa tanda tangan versi 1" }).click();
  await reader.locator('[data-verdict="valid"]').waitFor();

  const bytes = await readFile(await download.path());
  const forged = Buffer.from(bytes.toString("utf8").replace('"TL"', '"P"'));
  const file = (buffer: Buffer): Promise<void> =>
    reader
      .getByLabel("Pilih berkas")
      .setInputFiles({ name: "v1.json", mimeType: "application/json", buffer });
  await reader.goto(`${server.origin}/#/pengumuman`);
  await file(bytes);
  await reader.locator('[data-verdict="valid"]').waitFor();
  await file(forged);
  await reader.locator('[data-verdict="invalid"]').waitFor();

  // Somebody else's key: intact, and not to be trusted.
  await file(bytes);
  await reader.locator('[data-verdict="valid"]').waitFor();
  await reader.getByLabel("Sidik kunci dari pengumuman tercetak").fill("0123 4567 89ab cdef ".repeat(4));
  await reader.locator('[data-verdict="unknown_key"]').waitFor();
  await reader.getByText("tidak sama; berkas ini ditandatangani dengan kunci").waitFor();

  await reader.getByRole("link", { name: "Hasil peserta" }).click();
  await reader.getByLabel("Nomor peserta").fill(room.tickets[0]?.participantNo ?? "");
  await reader.getByRole("button", { name: "Lihat hasil" }).click();
  await reader.locator('[data-verdict="valid"]').waitFor();
  await reader.getByText("Tidak memenuhi nilai ambang batas").first().waitFor();

  // A proxy that has had enough says so in words.
  await reader.route("**/public/results/**", (route) =>
    route.fulfill({ status: 429, headers: { "retry-after": "20" }, body: "" }),
  );
  await reader.getByRole("button", { name: "Lihat hasil" }).click();
  await reader.getByText("Terlalu banyak permintaan dari jaringan ini. Coba lagi dalam 20 detik.").waitFor();
  await reader.unroute("**/public/results/**");
  await reader.getByLabel("Nomor peserta").fill("90000000000999999");
  await reader.getByRole("button", { name: "Lihat hasil" }).click();
  await reader.getByText("Belum ada hasil yang diumumkan untuk nomor ini").waitFor();

  await correct(first, second, room);
});

/** A decision after the publication: a second version, which says what it changes and why. */
async function correct(first: Page, second: Page, room: Room): Promise<void> {
  const officer = await Staff.logIn(server, "panitia1");
  const { attempt, participantNo } = room.ticket(2);
  await officer.post(`/sittings/${room.id}/seats/${attempt}/disqualify`, { reason: "uji" });
  await first.getByRole("link", { name: "Kembali ke pengumuman" }).click();
  await first.getByRole("button", { name: "Buat rancangan" }).click();
  const dialog = first.getByRole("dialog");
  await dialog.getByLabel("Alasan perbaikan").fill("Diskualifikasi setelah pengumuman");
  await dialog.getByLabel("Jenis keputusan").selectOption("disqualification");
  await dialog.getByLabel("Nomor atau tanggal surat keputusan").fill("KEP-1/2026");
  await dialog.getByRole("button", { name: "Buat rancangan" }).click();
  await first.getByText("Anda yang membuat rancangan ini").waitFor();
  const changes = first.getByRole("region", { name: "Yang berubah dari daftar yang diterbitkan" }).last();
  const grouped = participantNo.replace(/(\d{4})(?=\d)/g, "$1 ");
  await changes.getByRole("rowheader", { name: `Contoh Ketiga ${grouped}` }).waitFor();
  await changes.getByText("DIS").waitFor();

  await second.getByRole("link", { name: "Kembali ke pengumuman" }).click();
  await second.getByRole("link", { name: "Buka versi 2" }).click();
  await second.getByRole("button", { name: "Setujui" }).click();
  await second.getByLabel("Saya telah memeriksa").check();
  await second.getByRole("dialog").getByRole("button", { name: "Setujui" }).click();
  await second.getByRole("button", { name: "Terbitkan", exact: true }).click();
  await second.getByLabel("Saya telah memeriksa").check();
  await second.getByRole("button", { name: "Ya, terbitkan sekarang" }).click();
  await second.getByText("Daftar ini telah diterbitkan").first().waitFor();
}
