import { beforeAll, expect, it } from "vitest";
import { twoBlocks } from "./bank.ts";
import { examDay } from "./day.ts";
import { until } from "./server.ts";

const day = examDay();
let selection: string;

beforeAll(async () => {
  selection = await twoBlocks(day.server);
});

it("takes a candidate through a paper of two timed blocks", async () => {
  const { room, context, candidate } = await day.working({ minutes: [40, 20], selection });
  expect(await candidate.items()).toBe(65);
  expect(await candidate.minutesLeft()).toBeGreaterThan(38);
  await candidate.answer(4);
  await candidate.has(4);
  await candidate.finish("bagian ini");
  await candidate.page.getByText("Bagian berikutnya telah dimulai").first().waitFor();
  await candidate.seesPaper();
  expect(await candidate.items()).toBe(45);
  await until("a time of its own", 5_000, async () => (await candidate.minutesLeft()) <= 20);
  await candidate.answer(3);
  await candidate.has(3);
  await candidate.reload();
  await candidate.seesPaper();
  await candidate.has(3);
  await candidate.finish();
  await candidate.code();
  expect(await candidate.page.locator("[data-code]").count()).toBe(1);
  const [seat] = (await room.view()).seats;
  expect(seat).toMatchObject({ status: "finished", answered: 7 });
  await context.close();
});

it("goes on to the next block by itself when the first one's time is up", async () => {
  const { context, candidate } = await day.working({ minutes: [0.2, 20], selection, answers: 2 });
  await candidate.page.getByText("Bagian berikutnya telah dimulai").first().waitFor();
  expect(await candidate.items()).toBe(45);
  await candidate.answer(2);
  await candidate.has(2);
  await candidate.finish();
  await candidate.code();
  await context.close();
});
