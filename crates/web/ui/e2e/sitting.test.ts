import type { BrowserContext, Page } from "playwright-core";
import { expect, it } from "vitest";
import { pc } from "./browser.ts";
import { Candidate } from "./candidate.ts";
import { examDay } from "./day.ts";
import { act, atStaff, tile } from "./officer.ts";
import { until } from "./server.ts";
import { Room, type Ticket } from "./staff.ts";

const day = examDay();

/** A person with a day.browser, as the day goes on: a mishap may give them another one. */
interface Person {
  readonly ticket: Ticket;
  context: BrowserContext;
  candidate: Candidate;
}

async function sitDown(ticket: Ticket): Promise<Person> {
  const context = await pc(day.browser);
  const candidate = await Candidate.at(day.server, context);
  await candidate.keepsItsCode();
  await candidate.logIn(ticket);
  await candidate.getReady();
  await candidate.page.getByRole("heading", { name: "Menunggu sesi dibuka" }).waitFor();
  return { ticket, context, candidate };
}

async function killTab(person: Person): Promise<void> {
  const { page } = person.candidate;
  const line = await person.context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // Nobody is left to answer it.
  void line.send("Page.crash").catch(() => undefined);
  await crashed;
  await page.close();
  person.candidate = await Candidate.at(day.server, person.context);
}

async function wipe({ candidate }: Person): Promise<void> {
  await candidate.page.evaluate(async () => {
    const gone = (name: string): Promise<void> =>
      new Promise((resolve) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = request.onblocked = request.onerror = () => resolve();
      });
    await Promise.all((await indexedDB.databases()).map(({ name }) => gone(name ?? "")));
    localStorage.clear();
    sessionStorage.clear();
  });
  await candidate.reload();
}

async function move(room: Room, person: Person): Promise<BrowserContext> {
  await room.seat(person.ticket, "release");
  const old = person.context;
  person.context = await pc(day.browser);
  person.candidate = await Candidate.at(day.server, person.context);
  await person.candidate.logIn(person.ticket);
  await person.candidate.page.getByText("soal sudah terjawab").waitFor();
  return old;
}

async function proctorAt(room: Room): Promise<Page> {
  const page = await (await pc(day.browser)).newPage();
  await page.goto(`${day.server.origin}/pengawas#/sittings/${room.id}/room`);
  await atStaff(day.server, page, "pengawas");
  await page.locator('[data-link="live"]').waitFor();
  return page;
}

it("brings a room with every mishap of the day to receipts that the journal proves", async () => {
  const room = await Room.prepare(day.server, { seats: 6, minutes: 30 });
  const proctor = await proctorAt(room);
  const people = await Promise.all(room.tickets.map((ticket) => sitDown(ticket)));
  const [away, reloading, killed, moving, wiped, calm] = people;
  if (!away || !reloading || !killed || !moving || !wiped || !calm) throw new Error("six people sit here");
  const everybody = (what: (one: Candidate) => Promise<unknown>): Promise<unknown> =>
    Promise.all(people.map(({ candidate }) => what(candidate)));

  await act(proctor, "Buka sesi");
  await everybody((one) => one.seesPaper());
  // Each with an own tab in front: a page in the background is slow to react to keys.
  for (const { candidate } of people) await candidate.answer(3);
  await everybody((one) => one.has(3));

  // Everything happens at once.
  await away.context.setOffline(true);
  await away.candidate.answer(2);
  await away.candidate.save("waiting");
  const [, , oldPc] = await Promise.all([
    reloading.candidate.reload(),
    killTab(killed),
    move(room, moving),
    wipe(wiped),
  ]);
  for (const { candidate } of [reloading, killed, moving, wiped]) {
    await candidate.seesPaper();
    await candidate.has(3);
  }
  await oldPc.close();
  await tile(proctor, "A-1", "Terputus");

  // The room stands still: who hears of it sees it, who does not keeps everything.
  await act(proctor, "Jeda", "Listrik padam");
  const present = people.filter((one) => one !== away);
  await Promise.all(present.map(({ candidate }) => candidate.curtain("paused")));
  await act(proctor, "Lanjutkan");
  await Promise.all(
    present.map(({ candidate }) => candidate.page.getByText("Ujian dilanjutkan.").first().waitFor()),
  );
  await away.context.setOffline(false);
  await away.candidate.has(5);
  await room.seat(away.ticket, "grant", { length_ms: 300_000 });
  await away.candidate.page.getByText("Waktu Anda ditambah 5 menit.").first().waitFor();

  // The server dies under all of them, and nobody stops working.
  await day.server.crash();
  for (const { candidate } of people) {
    // Whose page has lost its place changes the first answers.
    await candidate.answer(2, "DE");
    await candidate.save("waiting");
  }
  await proctor.locator('[data-link="lost"]').waitFor();
  await day.server.restart();
  await everybody((one) => one.allSaved());
  await proctor.locator('[data-link="live"]').waitFor();
  await tile(proctor, "A-6", "Mengerjakan, 5 dari");

  for (const { candidate } of people) await candidate.finish();
  const codes = await Promise.all(people.map(({ candidate }) => candidate.code()));
  expect(new Set(codes).size).toBe(6);
  await until("the room's last answers", 10_000, async () => {
    return (await room.view()).seats.every(({ status }) => status === "finished");
  });
  const answered = (await room.view()).seats.map((seat) => seat.answered);
  expect(answered).toEqual([7, 5, 5, 3, 3, 5]);
  await act(proctor, "Tutup sesi", undefined, true);
  await proctor.getByText("Ditutup", { exact: true }).waitFor();
});
