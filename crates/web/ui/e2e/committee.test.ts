import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, pc } from "./browser.ts";
import { atStaff } from "./officer.ts";
import { startServer, type Server } from "./server.ts";
import { Room, Staff } from "./staff.ts";
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

/** Every sitting of the demo is held with nobody in it, so that the list can be drawn. */
async function holdAll(selection: string): Promise<void> {
  const admin = await Staff.logIn(server, "admin");
  const sittings = await admin.get<{ id: string; status: string }[]>(`/selections/${selection}/sittings`);
  for (const { id, status } of sittings.filter((one) => one.status !== "sealed")) {
    if (status === "planned") await admin.post(`/sittings/${id}/open`, { reason: "uji" });
    if (status !== "closed") await admin.post(`/sittings/${id}/close`, { reason: "uji" });
    await admin.post(`/sittings/${id}/seal`);
  }
}

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
  await holdAll(selection?.id ?? "");
  await dialog.getByRole("button", { name: "Buat rancangan" }).click();
  await first.getByText("Anda yang membuat rancangan ini").waitFor();
  expect(await first.getByRole("button", { name: "Setujui" }).count()).toBe(0);

  const second = await committee("panitia2");
  await second.getByRole("link", { name: "Pengumuman" }).click();
  await second.getByRole("link", { name: "Buka versi 1" }).click();
  await second.getByRole("button", { name: "Setujui" }).click();
  await second.getByLabel("Saya telah memeriksa").check();
  await second.getByRole("dialog").getByRole("button", { name: "Setujui" }).click();
  await second.getByRole("button", { name: "Terbitkan" }).click();
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

  await reader.getByRole("link", { name: "Hasil peserta" }).click();
  await reader.getByLabel("Nomor peserta").fill(room.tickets[0]?.participantNo ?? "");
  await reader.getByRole("button", { name: "Lihat hasil" }).click();
  await reader.locator('[data-verdict="valid"]').waitFor();
  await reader.getByText("Tidak memenuhi nilai ambang batas").first().waitFor();
});
