import { expect, it } from "vitest";
import { pc } from "./browser.ts";
import { Candidate } from "./candidate.ts";
import { examDay } from "./day.ts";
import { until } from "./server.ts";
import { Room } from "./staff.ts";
import { HOST } from "./wire.ts";

const day = examDay();

it("is a secure place on a name that is not localhost, and keeps its own code", async () => {
  const context = await pc(day.browser);
  const { page } = await Candidate.at(day.server, context);
  const seen = await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    return { secure: isSecureContext, host: location.hostname, worker: active?.scriptURL };
  });
  expect(seen).toEqual({ secure: true, host: HOST, worker: `${day.server.origin}/sw.js` });
  // Nothing stands on the waiting page's PC but code: neither paper nor pictures.
  const kept = await page.evaluate(async () => {
    const caches = await Promise.all((await self.caches.keys()).map((name) => self.caches.open(name)));
    const requests = await Promise.all(caches.map((cache) => cache.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain("/ujian");
  expect(kept.filter((path) => !/^\/(?:ujian|assets\/.+\.(?:js|css|svg))$/.test(path))).toEqual([]);
  await context.close();
});

it("takes a candidate from log-in to the receipt, and leaves nothing behind", async () => {
  const room = await Room.prepare(day.server, { seats: 1, minutes: 30, startsInMs: 600_000 });
  const ticket = room.ticket();
  const context = await pc(day.browser);
  const candidate = await Candidate.at(day.server, context);
  await candidate.logIn(ticket);
  await candidate.getReady();
  await candidate.page.getByRole("timer").waitFor();
  await room.act("open");
  await candidate.seesPaper();
  await candidate.answer(5);
  await candidate.has(5);
  await candidate.finish();
  expect(await candidate.code()).toMatch(/^[0-9A-Z]{12}$/);
  const [seat] = (await room.view()).seats;
  expect(seat).toMatchObject({ status: "finished", answered: 5 });
  const cookie = await candidate.cookie();
  const isOpen = async (): Promise<boolean> =>
    (await day.server.wire.ask("/api/v1/candidate/state", { cookie })).status === 200;
  expect(await isOpen()).toBe(true);
  await candidate.page.getByRole("button", { name: "Keluar" }).click();
  await candidate.page.getByLabel("PIN registrasi").waitFor();
  await until("the end of the cookie's copies", 5_000, async () => !(await isOpen()));
  await candidate.reload();
  await candidate.page.getByLabel("PIN registrasi").waitFor();
  expect(await candidate.page.content()).not.toContain(ticket.participantNo);
  await context.close();
});

it("keeps answers through a dead network and a reload without one", async () => {
  const { room, context, candidate } = await day.working({ answers: 3 });
  await candidate.keepsItsCode();
  await context.setOffline(true);
  await candidate.answer(4);
  await candidate.save("waiting");
  expect(await candidate.unsent()).toBe(4);
  await candidate.reload();
  await candidate.seesPaper();
  expect(await candidate.answered()).toBe(7);
  expect(await candidate.unsent()).toBe(4);
  await context.setOffline(false);
  await candidate.allSaved();
  await until("7 answers at the server", 10_000, async () => (await room.view()).seats[0]?.answered === 7);
  await context.close();
});

it("lets a second tab step back, and take over when asked, whatever stands open in the first", async () => {
  const { context, candidate: first } = await day.working({ answers: 2 });
  await first.page.getByRole("button", { name: "Selesai ujian" }).click();
  await first.page.getByRole("dialog").waitFor();
  const second = await Candidate.at(day.server, context);
  await second.page.getByRole("button", { name: "Lanjutkan di tab ini" }).click();
  await second.seesPaper();
  expect(await second.answered()).toBe(2);
  await first.page.getByText("Ujian dilanjutkan di tab lain").waitFor();
  expect(await first.page.getByRole("dialog").count()).toBe(0);
  expect(await first.page.getByRole("alert").count()).toBe(0);
  await second.answer(1);
  await second.allSaved();
  await second.finish();
  await second.code();
  // What the first tab says stays polite, whatever the second one has done.
  await first.page.bringToFront();
  await first.page.getByText("Tab ini boleh ditutup").waitFor();
  expect(await first.page.getByRole("alert").count()).toBe(0);
  await context.close();
});

it("moves to another PC, and tells the old one what did not count", async () => {
  const { room, ticket, context: oldPc, candidate: before } = await day.working({ answers: 3 });
  const newPc = await pc(day.browser);
  await oldPc.setOffline(true);
  await before.answer(2);
  await before.save("waiting");
  const after = await Candidate.at(day.server, newPc);
  await after.logIn(ticket);
  await after.page.getByText("terhubung dengan komputer lain").waitFor();
  await room.seat(ticket, "release");
  await after.logIn(ticket);
  await after.seesPaper();
  await after.page.getByText("3 soal sudah terjawab").waitFor();
  await oldPc.setOffline(false);
  await before.page.locator('[data-unsent-lost="2"]').waitFor();
  // Its log-out ends nothing of what the new one holds.
  await before.page.getByRole("button", { name: "Ke halaman masuk" }).click();
  await before.page.getByLabel("PIN registrasi").waitFor();
  expect(await after.answered()).toBe(3);
  await after.answer(4);
  await after.allSaved();
  await oldPc.close();
  await newPc.close();
});

it("shows a pause, gives the time back, and tells of minutes granted", async () => {
  const { room, ticket, context, candidate } = await day.working({ answers: 1 });
  await candidate.choose("B");
  await room.act("pause");
  await candidate.curtain("paused");
  // Nobody reads on while time stands still, nor sees what was chosen.
  for (const part of ["h1", ".stem", ".option .text", ".tick"]) {
    const hidden = await candidate.page
      .locator(`article ${part}`)
      .evaluateAll((found) => found.map((element) => getComputedStyle(element).visibility));
    expect(new Set(hidden), part).toEqual(new Set(["hidden"]));
  }
  await room.act("resume");
  await candidate.page.getByText("Ujian dilanjutkan.").first().waitFor();
  await room.seat(ticket, "grant", { length_ms: 300_000 });
  await candidate.page.getByText("Waktu Anda ditambah 5 menit.").first().waitFor();
  await candidate.answer(2);
  await candidate.allSaved();
  await context.close();
});

it("sends what it holds at zero, and says what came too late", async () => {
  const { room, context, candidate } = await day.working({ minutes: 0.25, answers: 3 });
  await context.setOffline(true);
  await candidate.answer(2);
  await candidate.curtain("time_up");
  await until("the closer", 30_000, async () => (await room.view()).seats[0]?.status === "finished");
  await context.setOffline(false);
  expect(await candidate.code()).toMatch(/^[0-9A-Z]{12}$/);
  await candidate.page.getByText("2 jawaban sampai setelah waktu habis").waitFor();
  await context.close();
});

it("goes on after the server was killed and started again", async () => {
  const { context, candidate } = await day.working({ answers: 2 });
  await day.server.crash();
  await candidate.answer(3);
  await candidate.save("waiting");
  await day.server.restart();
  await candidate.has(5);
  await context.close();
});

it("comes back after the browser has lost its database", async () => {
  const { context, candidate } = await day.working({ answers: 4 });
  await candidate.page.evaluate(() => void indexedDB.deleteDatabase("ambang"));
  await candidate.reload();
  await candidate.seesPaper();
  expect(await candidate.answered()).toBe(4);
  await candidate.answer(6, "BCDE");
  await candidate.allSaved();
  await candidate.finish();
  await candidate.code();
  await context.close();
});
