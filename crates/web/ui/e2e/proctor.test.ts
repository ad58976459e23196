import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, pc } from "./browser.ts";
import { Candidate } from "./candidate.ts";
import { act, atStaff, tile } from "./officer.ts";
import { startServer, until, type Server } from "./server.ts";
import { Room } from "./staff.ts";
import { nothingLost } from "./verdict.ts";

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

it("takes a room from the desk to the close", async () => {
  const room = await Room.prepare(server, { seats: 2, minutes: 30, checkIn: false });
  const [first] = room.numbers;
  if (!first) throw new Error("no candidate");
  const context = await pc(browser);
  const page = await context.newPage();
  await page.goto(`${server.origin}/pengawas#/sittings/${room.id}/desk`);
  await atStaff(server, page, "pengawas");

  // The scanner types wherever the focus is.
  await page.getByText("Siap untuk peserta berikutnya").waitFor();
  await page.locator("h1").click();
  await page.keyboard.type(first);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Tandai hadir dan tampilkan PIN" }).click();
  const pin = (await page.locator("[data-pin]").getAttribute("data-pin")) ?? "";
  expect(pin).toMatch(/^\w{8}$/);
  await until("the counter", 3_000, async () => {
    return (await page.locator('[data-counter="arrived"] dd').textContent()) === "1";
  });

  await page.getByRole("link", { name: "Ruang ujian" }).click();
  await tile(page, "A-1", "Hadir");
  const theirs = await pc(browser);
  const candidate = await Candidate.at(server, theirs);
  await candidate.logIn({ participantNo: first, pin, attempt: "" });
  await candidate.getReady();
  await tile(page, "A-1", "Sudah masuk");
  await act(page, "Buka sesi", undefined);
  await candidate.seesPaper();
  await candidate.answer(3);
  await candidate.allSaved();
  await tile(page, "A-1", "Mengerjakan, 3 dari");

  await act(page, "Jeda", "Listrik padam");
  await candidate.curtain("paused");
  await tile(page, "A-1", "Dijeda");
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/sittings/*/resume", async (route) => {
    if (route.request().method() === "GET") await held;
    await route.continue();
  });
  await page
    .getByRole("group", { name: "Tindakan untuk seluruh ruang" })
    .getByRole("button", { name: "Lanjutkan" })
    .click();
  const goOn = page.getByRole("dialog").getByRole("button", { name: "Lanjutkan", exact: true });
  await goOn.waitFor();
  expect(await goOn.isDisabled(), "before it is seen what each seat gets back").toBe(true);
  release();
  await page.getByText("1 peserta mendapat kembali").waitFor();
  await goOn.click();
  await tile(page, "A-1", "Mengerjakan");

  // A new log-in comes back to the same seat.
  await page.getByRole("button", { name: /^A-1, / }).click();
  await context.clearCookies();
  await page.reload();
  await atStaff(server, page, "pengawas");
  const panel = page.locator("[data-seat]");
  await panel.getByRole("button", { name: "Izinkan pindah PC" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "PC rusak" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Izinkan pindah PC", exact: true }).click();
  await panel.getByText("⇄ Boleh pindah PC").waitFor();

  // Nobody is cut short by a close.
  await page.getByRole("button", { name: "Tutup sesi" }).click();
  await page.getByText("1 peserta masih mengerjakan").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Batal" }).click();
  await candidate.finish();
  await candidate.code();
  await tile(page, "A-1", "Selesai");
  await act(page, "Tutup sesi", undefined, true);
  await page.getByText("Ditutup", { exact: true }).waitFor();
  await tile(page, "A-2", "Tidak hadir");
  expect((await room.view()).status).toBe("closed");
  await theirs.close();
  await context.close();
});

it("says as of when it shows the room while the server is away", async () => {
  const room = await Room.prepare(server, { seats: 1, minutes: 30 });
  const context = await pc(browser);
  const page = await context.newPage();
  await page.goto(`${server.origin}/pengawas#/sittings/${room.id}/room`);
  await atStaff(server, page, "pengawas");
  await page.locator('[data-link="live"]').waitFor();
  await server.crash();
  await page.locator('[data-link="lost"]').waitFor();
  await page
    .getByRole("alert")
    .getByText(/Keadaan per \d\d\.\d\d\.\d\d/)
    .waitFor();
  await server.restart();
  await page.locator('[data-link="live"]').waitFor();
  await tile(page, "A-1", "Hadir");
  await context.close();
});
