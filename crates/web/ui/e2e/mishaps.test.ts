import { expect, it } from "vitest";
import { Machine, pc } from "./browser.ts";
import { Candidate } from "./candidate.ts";
import { examDay } from "./day.ts";
import { until } from "./server.ts";
import { Room } from "./staff.ts";

const day = examDay();

it("works on for minutes without network, and sends everything when it is back", async () => {
  const room = await Room.prepare(day.server, { seats: 1, minutes: 30 });
  await room.act("open");
  const context = await pc(day.browser);
  // The page's own clock, so that minutes need not be waited for.
  await context.clock.install();
  const candidate = await Candidate.at(day.server, context);
  await candidate.logIn(room.ticket());
  await candidate.getReady();
  await candidate.seesPaper();
  await candidate.answer(3);
  await candidate.allSaved();
  await context.setOffline(true);
  await candidate.answer(2);
  await candidate.save("waiting");
  await context.clock.fastForward("04:00");
  await until("the countdown of a page alone", 5_000, async () => (await candidate.minutesLeft()) <= 26);
  await candidate.answer(1);
  expect(await candidate.unsent()).toBe(3);
  await candidate.save("waiting");
  await context.setOffline(false);
  await candidate.has(6);
  // Only the server's clock counts: on it hardly any time has passed.
  await until("the server's time", 5_000, async () => (await candidate.minutesLeft()) >= 28);
  await candidate.finish();
  await candidate.code();
  await context.close();
});

it("has every answer after the PC lost its power", async () => {
  const room = await Room.prepare(day.server, { seats: 1, minutes: 30 });
  await room.act("open");
  const machine = await Machine.make();
  const before = await machine.boot();
  const candidate = await Candidate.at(day.server, before);
  await candidate.keepsItsCode();
  await candidate.logIn(room.ticket());
  await candidate.getReady();
  await candidate.seesPaper();
  await candidate.answer(3);
  await candidate.allSaved();
  await before.setOffline(true);
  await candidate.answer(2);
  await candidate.save("waiting");
  await machine.cutPower(before);

  const after = await machine.boot();
  day.server.tape.seat(after, room.ticket().attempt);
  const again = await Candidate.at(day.server, after);
  const pin = again.page.getByLabel("PIN registrasi");
  // The kept paper may stand there until the server has said that the log-in was lost with the power.
  const either = [pin.waitFor(), again.allSaved()];
  for (const one of either) one.catch(() => undefined);
  await Promise.race(either);
  if (await pin.isVisible()) await again.logIn(room.ticket());
  await again.seesPaper();
  await again.has(5);
  await again.finish();
  await again.code();
  expect((await room.view()).seats[0]).toMatchObject({ status: "finished", answered: 5 });
  await after.close();
});
