import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, it } from "vitest";
import { launch, pc } from "../browser.ts";
import { atStaff } from "../officer.ts";
import { startServer, type Server } from "../server.ts";
import { Room, Staff } from "../staff.ts";
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

async function at(path: string): Promise<Page> {
  const page = await (await pc(browser)).newPage();
  await page.goto(server.origin + path);
  return page;
}

async function officer(name: string): Promise<Page> {
  const page = await at("/panitia");
  await atStaff(server, page, name);
  await page.getByRole("link", { name: /Seleksi CPNS/ }).click();
  return page;
}

async function holdAll(selection: string): Promise<void> {
  const admin = await Staff.logIn(server, "admin");
  const sittings = await admin.get<{ id: string; status: string }[]>(`/selections/${selection}/sittings`);
  for (const { id, status } of sittings) {
    const reason = "uji";
    if (status === "planned") await admin.post(`/sittings/${id}/open`, { reason });
    if (status !== "closed") await admin.post(`/sittings/${id}/close`, { reason });
    await admin.post(`/sittings/${id}/seal`, { reason });
  }
}

it("shows committee and public, from nothing to a signed list", async () => {
  const reader = await at("/");
  await reader.getByRole("heading", { level: 1 }).waitFor();
  await show(reader, "public-01-home");
  const go = async (hash: string, seen: string | RegExp): Promise<void> => {
    await reader.goto(`${server.origin}/#${hash}`);
    await reader.getByText(seen).first().waitFor();
  };
  await go("/papan", "Belum dibuka");
  await show(reader, "public-02-boards");
  await go("/pengumuman", "Belum ada yang diumumkan");
  await show(reader, "public-03-publications-empty");
  await go("/hasil", "17 angka");
  await reader.getByLabel("Nomor peserta").fill("99000000000000000");
  await reader.getByRole("button", { name: "Lihat hasil" }).click();
  await reader.getByText("Belum ada hasil").waitFor();
  await show(reader, "public-04-result-unknown");
  await reader.goto(`${server.origin}/nowhere`);
  await reader.getByText("Halaman tidak ditemukan").waitFor();
  await show(reader, "public-05-not-found");

  const door = await at("/panitia");
  await door.getByLabel("Nama pengguna").waitFor();
  await show(door, "committee-01-log-in");
  await door.getByLabel("Nama pengguna").fill("panitia1");
  await door.getByLabel("Kata sandi").fill("salah");
  await door.getByRole("button", { name: "Masuk", exact: true }).click();
  await door.getByText("Nama pengguna atau kata sandi salah").waitFor();
  await show(door, "committee-02-log-in-refused");
  await atStaff(server, door, "panitia1");
  await door.getByRole("link", { name: /Seleksi CPNS/ }).waitFor();
  await show(door, "committee-03-selections");

  const first = await officer("panitia1");
  await first.getByText("Keadaan").first().waitFor();
  await show(first, "committee-04-ranking-empty");
  const room = await Room.prepare(server, { seats: 12, minutes: 30 });
  await go(`/papan/${room.id}`, /Belum ada peserta/);
  await show(reader, "public-06-board-empty");
  await room.act("open");
  for (const [at, ticket] of room.tickets.entries()) await sit(server, ticket, 110 - at * 7);
  await first.reload();
  await first.getByRole("rowheader").first().waitFor();
  await show(first, "committee-05-ranking");
  await first
    .getByRole("button", { name: /^Mengapa/ })
    .nth(1)
    .click();
  await first.getByText("nilai ambang batas").first().waitFor();
  await show(first, "committee-06-ranking-why");
  await first.keyboard.press("Escape");
  await first.getByRole("link", { name: "Sebaran nilai" }).click();
  await first.getByRole("img", { name: "Sebaran nilai: Total" }).waitFor();
  await show(first, "committee-07-histograms");
  await go("/papan", "Sedang berlangsung");
  await go(`/papan/${room.id}`, "Contoh Kedua");
  await show(reader, "public-07-board");

  await first.getByRole("link", { name: "Pengumuman" }).click();
  await first.getByText("Belum ada rancangan").waitFor();
  await show(first, "committee-08-results-empty");
  await holdAll(room.selection);
  await first.reload();
  await first.getByRole("button", { name: "Buat rancangan" }).click();
  const dialog = first.getByRole("dialog");
  await dialog.waitFor();
  await show(first, "committee-09-new-draft");
  await dialog.getByRole("button", { name: "Buat rancangan" }).click();
  await first.getByText("Anda yang membuat rancangan ini").waitFor();
  await show(first, "committee-10-draft-own");
  const second = await officer("panitia2");
  await second.getByRole("link", { name: "Pengumuman" }).click();
  await second.getByRole("link", { name: "Buka versi 1" }).click();
  await second.getByRole("button", { name: "Setujui" }).click();
  await show(second, "committee-11-approve");
  await second.getByLabel("Saya telah memeriksa").check();
  await second.getByRole("dialog").getByRole("button", { name: "Setujui" }).click();
  await second.getByRole("button", { name: "Terbitkan" }).click();
  await second.getByLabel("Saya telah memeriksa").check();
  await second.getByRole("button", { name: "Ya, terbitkan sekarang" }).click();
  await second.getByText("Daftar ini telah diterbitkan").first().waitFor();
  await show(second, "committee-12-published");
  await second.getByRole("link", { name: "Kembali ke pengumuman" }).click();
  await second.getByRole("link", { name: "Unduh berkas versi 1" }).waitFor();
  await show(second, "committee-13-results");

  await go("/pengumuman", "Versi 1");
  await show(reader, "public-08-publications");
  await reader.getByRole("link", { name: "Periksa tanda tangan versi 1" }).click();
  await reader.locator('[data-verdict="valid"]').waitFor();
  await show(reader, "public-09-check");
  await go("/pengumuman", "Versi 1");
  const forged = { name: "v1.json", mimeType: "application/json", buffer: Buffer.from("{}") };
  await reader.getByLabel("Pilih berkas").setInputFiles(forged);
  await reader.locator('[data-verdict="invalid"]').waitFor();
  await show(reader, "public-10-check-forged");
  await go("/hasil", "17 angka");
  await reader.getByLabel("Nomor peserta").fill(room.ticket().participantNo);
  await reader.getByRole("button", { name: "Lihat hasil" }).click();
  await reader.locator('[data-verdict="valid"]').waitFor();
  await show(reader, "public-11-result");

  await server.crash();
  await first.getByRole("link", { name: "Peringkat" }).click();
  await first.getByText("Peladen tidak dapat dihubungi").first().waitFor();
  await show(first, "committee-14-offline");
  await reader.goto(`${server.origin}/#/papan`).catch(() => undefined);
  await reader.getByText("Peladen tidak dapat dihubungi").first().waitFor();
  await show(reader, "public-12-offline");
  await server.restart();
});
