import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { pc } from "./browser.ts";
import { Candidate } from "./candidate.ts";
import { examDay } from "./day.ts";
import { reach } from "./keys.ts";
import { Room } from "./staff.ts";

const day = examDay();

async function press(page: Page, what: Locator): Promise<void> {
  await reach(page, what);
  await page.keyboard.press("Enter");
}

it("takes a candidate through the exam by keyboard alone, at 200%", async () => {
  const room = await Room.prepare(day.server, { seats: 1, minutes: 30 });
  await room.act("open");
  const context = await pc(day.browser, { width: 683, height: 384 });
  const candidate = await Candidate.at(day.server, context);
  const { page } = candidate;
  const button = (name: string | RegExp): Locator => page.getByRole("button", { name });
  await reach(page, page.getByLabel("Nomor peserta"));
  await page.keyboard.type(room.ticket().participantNo);
  await reach(page, page.getByLabel("PIN registrasi"));
  await page.keyboard.type(room.ticket().pin);
  await page.keyboard.press("Enter");
  await press(page, button("Data sudah benar"));
  await press(page, button("Coba latihan"));
  await candidate.seesPaper();
  await press(page, button("Selesai latihan"));
  await press(page, button(/Saya siap|Mulai ujian/));
  await candidate.seesPaper();
  // Letters answer wherever nothing is written: also where the language has just been chosen.
  await page.getByRole("radio", { name: "Bahasa Indonesia" }).focus();
  await page.keyboard.press("b");
  await page.locator('.option[aria-pressed="true"]').waitFor();
  await page.locator("article h1").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("f");
  await page.locator(".map button.flagged").waitFor();
  await reach(page, page.locator(".option").nth(2));
  await page.keyboard.press("Space");
  await page.locator('.option[aria-pressed="true"]').nth(0).waitFor();
  await press(page, button("Soal 40, belum dijawab"));
  await page.getByRole("heading", { name: "Soal 40 dari 110" }).waitFor();
  await page.keyboard.press("d");
  await candidate.has(3);
  await press(page, button("Selesai ujian"));
  await reach(page, page.getByLabel("Saya yakin ingin menyelesaikan ujian"));
  await page.keyboard.press("Space");
  await press(page, button("Ya, selesaikan"));
  expect(await candidate.code()).toMatch(/^[0-9A-Z]{12}$/);
  await press(page, button("Keluar"));
  await page.getByLabel("PIN registrasi").waitFor();
  await context.close();
});

it("lets a proctor open and pause a room and look at a seat by keyboard alone", async () => {
  const room = await Room.prepare(day.server, { seats: 3, minutes: 30 });
  const context = await pc(day.browser);
  const page = await context.newPage();
  await page.goto(`${day.server.origin}/pengawas#/sittings/${room.id}/room`);
  await reach(page, page.getByLabel("Nama pengguna"));
  await page.keyboard.type("pengawas");
  await reach(page, page.getByLabel("Kata sandi"));
  await page.keyboard.type(day.server.passwords.get("pengawas") ?? "");
  await page.keyboard.press("Enter");
  const acts = page.getByRole("group", { name: "Tindakan untuk seluruh ruang" });
  const dialog = page.getByRole("dialog");
  await press(page, acts.getByRole("button", { name: "Buka sesi" }));
  await press(page, dialog.getByRole("button", { name: "Buka sesi", exact: true }));
  await dialog.waitFor({ state: "hidden" });
  await press(page, acts.getByRole("button", { name: "Jeda" }));
  await reach(page, dialog.getByLabel("Alasan"));
  await page.keyboard.type("Listrik padam");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Waktu seluruh ruang berhenti").waitFor();
  await reach(page, page.getByRole("button", { name: /^A-1, / }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.locator("[data-seat]").getByText("A-2").waitFor();
  await context.close();
});
