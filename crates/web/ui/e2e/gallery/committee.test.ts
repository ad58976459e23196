import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, it } from "vitest";
import { launch, pc } from "../browser.ts";
import { contest, type Contest } from "../contest.ts";
import { atStaff } from "../officer.ts";
import { startServer, type Server } from "../server.ts";
import { Staff } from "../staff.ts";
import { holdAll } from "../steps.ts";
import { nothingLost } from "../verdict.ts";
import { refuse } from "./failing.ts";
import { show } from "./gallery.ts";

const ALL = { english: true } as const;
const ROW = "nilai ambang batas";

let server: Server;
let browser: Browser;
let held: Contest;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
});

afterAll(async () => {
  await browser.close();
  await nothingLost(server);
  await server.stop();
});

async function officer(name: string): Promise<Page> {
  const page = await (await pc(browser)).newPage();
  await page.goto(`${server.origin}/panitia`);
  await atStaff(server, page, name);
  await page.getByRole("link", { name: /Seleksi CPNS/ }).click();
  return page;
}

async function choose(page: Page, label: string, text: string): Promise<void> {
  const list = page.getByLabel(label, { exact: true });
  const option = list.locator("option", { hasText: text }).first();
  await list.selectOption((await option.getAttribute("value")) ?? "");
}

/** So that the picture shows it, and not what stands above. */
async function scrollTo(page: Page, name: string): Promise<void> {
  const heading = page.getByRole("heading", { name, exact: true });
  await heading.evaluate((there) => there.scrollIntoView({ block: "start", behavior: "instant" }));
}

it("shows the door", async () => {
  const door = await (await pc(browser)).newPage();
  await door.goto(`${server.origin}/panitia`);
  await door.getByLabel("Nama pengguna").waitFor();
  await show(door, "committee-01-log-in");
  await door.getByLabel("Nama pengguna").fill("panitia1");
  await door.getByLabel("Kata sandi").fill("salah");
  await door.getByRole("button", { name: "Masuk", exact: true }).click();
  await door.getByText("Nama pengguna atau kata sandi salah").waitFor();
  await show(door, "committee-02-log-in-refused");
  await atStaff(server, door, "panitia1");
  await door.getByRole("link", { name: /Seleksi CPNS/ }).waitFor();
  await show(door, "committee-03-selections", ALL);
});

it("shows ranking and scores, from nobody to a tie at the cut", async () => {
  const page = await officer("panitia1");
  await page.getByText("Tidak ada peserta yang sedang diperingkat").waitFor();
  await show(page, "committee-04-ranking-empty");
  await page.getByRole("link", { name: "Sebaran nilai" }).click();
  await page.getByText("Belum ada nilai yang dapat digambar").waitFor();
  await show(page, "committee-05-histograms-empty");

  held = await contest(server);
  await page.getByRole("link", { name: "Peringkat" }).click();
  await choose(page, "Formasi", "BPADK-03");
  await page.getByText("Garis batas").first().waitFor();
  await show(page, "committee-06-ranking-tie", ALL);
  await page.getByRole("button", { name: "Mengapa Contoh Keenam berada di sini" }).click();
  await page.getByRole("dialog").getByText("semua yang sama ikut lanjut").waitFor();
  await show(page, "committee-07-ranking-why", ALL);
  await page.keyboard.press("Escape");
  await choose(page, "Formasi", "BPADK-02");
  await page.getByText("tempat masih kosong").waitFor();
  await show(page, "committee-08-ranking-open-places");
  await choose(page, "Formasi", "BPADK-04");
  await page.getByText("Belum ada yang memenuhi").waitFor();
  await show(page, "committee-09-ranking-all-fail");

  await page.getByRole("link", { name: "Sebaran nilai" }).click();
  await page.getByRole("img", { name: "Sebaran nilai: Total" }).waitFor();
  await show(page, "committee-10-histograms", ALL);
  await page.getByText("Tampilkan sebagai tabel").first().click();
  await show(page, "committee-11-histograms-table");
});

it("shows what goes wrong", async () => {
  const page = await officer("panitia1");
  await page.getByText("Kedudukan").or(page.getByText("Tidak ada peserta")).first().waitFor();
  for (const [status, title] of [
    [403, "Anda tidak berwenang"],
    [404, "Tidak ditemukan"],
    [429, "Terlalu banyak permintaan"],
    [500, "Peladen sedang bermasalah"],
  ] as const) {
    const heal = await refuse(page, "selections/*/histograms*", status);
    await page.getByRole("link", { name: "Sebaran nilai" }).click();
    await page.getByRole("heading", { name: title }).waitFor();
    await show(page, `committee-12-refused-${String(status)}`, status === 500 ? ALL : {});
    await heal();
    await page.getByRole("link", { name: "Peringkat" }).click();
  }
  const heal = await refuse(page, "selections/*/drafts", 500);
  await page.getByRole("link", { name: "Pengumuman" }).click();
  await page.getByRole("heading", { name: "Peladen sedang bermasalah" }).waitFor();
  await show(page, "committee-13-results-refused");
  await heal();
  // The session is over: the log-in, and nothing of what stood there.
  const ended = await refuse(page, "selections/*/ranking*", 401);
  await page.getByRole("link", { name: "Peringkat" }).click();
  await page.getByLabel("Nama pengguna").waitFor();
  await show(page, "committee-14-session-over");
  await ended();

  const live = await officer("panitia2");
  await choose(live, "Formasi", "BPADK-03");
  await live.getByText("Garis batas").first().waitFor();
  await server.crash();
  await live.getByText("Peladen tidak menjawab. Yang tampak").waitFor({ timeout: 60_000 });
  await show(live, "committee-15-ranking-stale");
  await live.getByRole("link", { name: "Sebaran nilai" }).click();
  await live.getByRole("heading", { name: "Peladen tidak menjawab" }).waitFor();
  await show(live, "committee-16-offline");
  await server.restart();
});

it("shows a list from its draft to its second version", async () => {
  const first = await officer("panitia1");
  await first.getByRole("link", { name: "Pengumuman" }).click();
  await first.getByText("Belum ada rancangan").waitFor();
  await show(first, "committee-17-results-empty", ALL);
  await holdAll(server, held.tie.selection);
  await first.reload();
  await first.getByRole("button", { name: "Buat rancangan" }).click();
  await first.getByRole("dialog").waitFor();
  await show(first, "committee-18-new-draft");
  await first.getByRole("dialog").getByRole("button", { name: "Buat rancangan" }).click();
  await first.getByText("Anda yang membuat rancangan ini").waitFor();
  await show(first, "committee-19-draft-own", ALL);

  const second = await officer("panitia2");
  await second.getByRole("link", { name: "Pengumuman" }).click();
  await second.getByRole("link", { name: "Buka versi 1" }).click();
  await second.getByRole("button", { name: "Setujui" }).waitFor();
  await show(second, "committee-20-draft");
  await choose(second, "Formasi", "BPADK-03");
  await choose(second, "Kode", "TL");
  await second.getByText(ROW).first().waitFor();
  await scrollTo(second, "Isi daftar");
  await show(second, "committee-21-draft-list", ALL);
  await second.getByLabel("Cari nama atau nomor peserta").fill("tidak ada");
  await second.getByText("Tidak ada peserta yang sesuai").waitFor();
  await show(second, "committee-22-draft-none-fits");
  await second.getByRole("button", { name: "Setujui" }).click();
  await show(second, "committee-23-approve", ALL);
  await second.getByLabel("Saya telah memeriksa").check();
  const stale = await refuse(second, "drafts/*/approve", 403);
  await second.getByRole("dialog").getByRole("button", { name: "Setujui" }).click();
  await second.getByText("Peran Anda tidak mengizinkan").waitFor();
  await show(second, "committee-24-approve-refused");
  await stale();
  await second.getByRole("dialog").getByRole("button", { name: "Setujui" }).click();
  await second.getByRole("button", { name: "Terbitkan", exact: true }).click();
  await show(second, "committee-25-publish");
  await second.getByLabel("Saya telah memeriksa").check();
  await second.getByRole("button", { name: "Ya, terbitkan sekarang" }).click();
  await second.getByText("Daftar ini telah diterbitkan").first().waitFor();
  await show(second, "committee-26-published", ALL);
  await second.getByRole("link", { name: "Kembali ke pengumuman" }).click();
  await second.getByRole("link", { name: "Unduh berkas versi 1" }).waitFor();
  await show(second, "committee-27-results", ALL);

  const officerOf = await Staff.logIn(server, "panitia1");
  const path = `/sittings/${held.tie.id}/seats/${held.tie.ticket(1).attempt}/disqualify`;
  await officerOf.post(path, { reason: "uji" });
  await first.getByRole("link", { name: "Kembali ke pengumuman" }).click();
  await first.getByRole("button", { name: "Buat rancangan" }).click();
  const dialog = first.getByRole("dialog");
  await dialog.getByLabel("Alasan perbaikan").fill("Diskualifikasi setelah pengumuman");
  await dialog.getByLabel("Jenis keputusan").selectOption("disqualification");
  await dialog.getByLabel("Nomor atau tanggal surat keputusan").fill("KEP-1/2026");
  await show(first, "committee-28-correction");
  await dialog.getByRole("button", { name: "Buat rancangan" }).click();
  await first.getByText("Anda yang membuat rancangan ini").waitFor();
  await scrollTo(first, "Yang berubah dari daftar yang diterbitkan");
  await show(first, "committee-29-changes", ALL);
});
