import { it } from "vitest";
import { pc } from "../browser.ts";
import { Candidate } from "../candidate.ts";
import { examDay } from "../day.ts";
import { startPlain } from "../server.ts";
import { Room, Staff } from "../staff.ts";
import { show } from "./gallery.ts";

const day = examDay();
const TOLD = { english: true } as const;

it("shows who sits here after a lost cookie, and a mistaken number", async () => {
  const { room, ticket, context, candidate } = await day.working({ answers: 3, others: 1 });
  const { page } = candidate;
  await context.setOffline(true);
  await candidate.answer(2);
  await candidate.save("waiting");
  await context.clearCookies();
  await context.setOffline(false);
  await page.getByRole("heading", { name: "Masuk kembali" }).waitFor();
  await show(page, "candidate-40-log-in-again");
  await candidate.logIn(room.ticket(1));
  await page.locator("[data-other-person]").waitFor();
  await show(page, "candidate-41-other-person", { ...TOLD, zoomed: true });
  await page.getByRole("button", { name: "Perbaiki nomor" }).click();
  await candidate.logIn(ticket);
  await candidate.has(5);
  await context.close();
});

it("shows what the staff have decided", async () => {
  const committee = await Staff.logIn(day.server, "panitia1");
  const [one, two, three] = [
    await day.working({ answers: 2 }),
    await day.working({ answers: 1 }),
    await day.working({ answers: 1 }),
  ];
  await one.room.as(committee).seat(one.ticket, "disqualify");
  await one.candidate.page.getByText("Anda didiskualifikasi").waitFor();
  await show(one.candidate.page, "candidate-42-disqualified", TOLD);
  await two.room.as(committee).seat(two.ticket, "cancel");
  await two.candidate.page.getByText("Panitia telah membatalkan").waitFor();
  await show(two.candidate.page, "candidate-43-cancelled", TOLD);
  await three.room.seat(three.ticket, "end");
  await three.candidate.code();
  await show(three.candidate.page, "candidate-44-ended-by-staff");
  for (const { context } of [one, two, three]) await context.close();
});

it("shows an exam that nears its end, and one that cannot be sent", async () => {
  const { context, candidate } = await day.working({ minutes: 5.2, answers: 2 });
  const { page } = candidate;
  await page.getByText("Waktu tersisa 5 menit.").first().waitFor();
  await show(page, "candidate-45-exam-five-minutes", TOLD);
  const route = (name: string): string => `**/api/v1/candidate/${name}`;
  await context.route(route("events"), (asked) =>
    asked.fulfill({ status: 400, json: { code: "malformed", request_id: "0000000000a7" } }),
  );
  await candidate.choose("C");
  await page.getByText("Peladen menolak permintaan halaman ini").waitFor();
  await show(page, "candidate-46-exam-trouble", TOLD);
  await context.unroute(route("events"));
  await candidate.allSaved();
  await context.route(route("finish"), (asked) => asked.abort());
  await candidate.finish();
  await candidate.curtain("ending");
  await page.getByText("Menunggu jaringan").first().waitFor();
  await show(page, "candidate-47-ending-offline");
  await context.unroute(route("finish"));
  await candidate.code();
  await context.close();
});

it("shows a PC that cannot keep answers", async () => {
  const room = await Room.prepare(day.server, { seats: 1, minutes: 30 });
  await room.act("open");
  const context = await pc(day.browser);
  await context.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  const candidate = await Candidate.at(day.server, context);
  await candidate.page.getByText("tidak dapat menyimpan jawaban").waitFor();
  await show(candidate.page, "candidate-48-log-in-unsafe");
  await candidate.logIn(room.ticket());
  await candidate.getReady();
  await candidate.seesPaper();
  await candidate.answer(1);
  await candidate.allSaved();
  await show(candidate.page, "candidate-49-exam-unsafe");
  await context.close();
});

it("shows the warning of plain HTTP", async () => {
  const server = await startPlain(true);
  const page = await (await pc(day.browser)).newPage();
  await page.goto(`${server.origin}/ujian`);
  await page.getByText("tidak terenkripsi").waitFor();
  await page.getByLabel("PIN registrasi").waitFor();
  await show(page, "candidate-50-plain-http");
  await page.context().close();
  await server.stop();
});
