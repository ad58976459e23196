import { expect, it } from "vitest";
import { examDay } from "./day.ts";
import { Staff } from "./staff.ts";

const day = examDay();

it("tells a mistaken number, and shows one candidate nothing of another, nor loses what waits to be sent", async () => {
  const { room, ticket, context, candidate } = await day.working({ answers: 3, others: 1 });
  const { page } = candidate;
  const [mine, theirs] = [ticket, room.ticket(1)];
  const choice = page.locator("[data-other-person]");
  await candidate.keepsItsCode();
  await context.setOffline(true);
  await candidate.answer(2);
  await candidate.save("waiting");
  await context.clearCookies();
  await context.setOffline(false);
  await page.getByRole("heading", { name: "Masuk kembali" }).waitFor();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await candidate.logIn(theirs);
  await choice.getByText("bukan milik peserta yang sedang mengerjakan").waitFor();
  await choice.getByText("yang belum terkirim tetap aman").waitFor();
  expect(asked.filter((url) => url.endsWith("/login"))).toEqual([]);
  expect(await page.content()).not.toContain("Contoh Pertama");
  // It was a slip of the first one.
  await choice.getByRole("button", { name: "Perbaiki nomor" }).click();
  await candidate.logIn(mine);
  await candidate.seesPaper();
  await candidate.has(5);

  // This time somebody else sits down in earnest, and leaves again.
  await context.setOffline(true);
  await candidate.answer(2);
  await candidate.save("waiting");
  await context.clearCookies();
  await context.setOffline(false);
  await page.getByRole("heading", { name: "Masuk kembali" }).waitFor();
  await candidate.logIn(theirs);
  await choice.getByRole("button", { name: "Saya peserta lain" }).click();
  await page.getByText("Contoh Kedua").first().waitFor();
  expect(await page.content()).not.toContain("Contoh Pertama");
  const names = await page.evaluate(async () => {
    const open = indexedDB.open("ambang");
    const database = await new Promise<IDBDatabase>((resolve) => {
      open.onsuccess = () => resolve(open.result);
    });
    const all = database.transaction("attempts").objectStore("attempts").getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    database.close();
    return JSON.stringify(all.result);
  });
  expect(names).toContain("Contoh Kedua");
  expect(names).not.toContain("Contoh Pertama");
  await page.getByRole("button", { name: "Ini bukan saya" }).click();
  await candidate.logIn(mine);
  await candidate.seesPaper();
  await candidate.has(7);
  await candidate.finish();
  await candidate.code();
  await context.close();
});

it("hears of a pause while answers alone cannot be sent", async () => {
  const { room, context, candidate } = await day.working({ answers: 1 });
  const refused = "**/api/v1/candidate/events";
  await context.route(refused, (route) => route.fulfill({ status: 502, body: "" }));
  await candidate.answer(2);
  await candidate.save("waiting");
  await room.act("pause", "Listrik padam");
  await candidate.curtain("paused");
  await room.act("resume");
  await candidate.page.getByText("Ujian dilanjutkan.").first().waitFor();
  await candidate.save("waiting");
  await context.unroute(refused);
  await candidate.has(3);
  await context.close();
});

it("tells the disqualified and the cancelled what was decided, in both languages", async () => {
  const { room, ticket, context, candidate } = await day.working({ answers: 2 });
  const other = await day.working({ answers: 1 });
  const committee = await Staff.logIn(day.server, "panitia1");
  await room.as(committee).seat(ticket, "disqualify", { reason: "Menggunakan telepon" });
  const { page } = candidate;
  await page.locator('[data-set-aside="disqualified"]').getByText("Anda didiskualifikasi").waitFor();
  expect(await page.getByText("Ujian Anda dihentikan").count()).toBe(0);
  await candidate.inEnglish();
  await page.getByText("You have been disqualified").waitFor();
  await candidate.reload();
  await page.locator('[data-set-aside="disqualified"]').waitFor();
  await other.room.as(committee).seat(other.ticket, "cancel", { reason: "Identitas palsu" });
  await other.candidate.page.getByText("Panitia telah membatalkan ujian Anda").waitFor();
  await other.candidate.inEnglish();
  await other.candidate.page.getByText("The committee has cancelled your exam").waitFor();
  await context.close();
  await other.context.close();
});

/** A stem of four lines and options of two, as common items have them. */
const STEM =
  "Seorang pegawai menerima permohonan dari warga yang berkasnya belum lengkap, padahal batas waktu layanan tinggal satu hari. Warga itu datang dari pulau yang jauh dan sulit kembali. Atasannya sedang bertugas di luar kota dan tidak dapat dihubungi. Sikap yang paling tepat adalah …";
const OPTION =
  "Menerima berkas itu untuk sementara, mencatat kekurangannya bersama pemohon, dan memberi tahu atasan secepatnya agar keputusan dapat diambil tanpa merugikan";

it.each([650, 720, 768])("shows a common item at 1366x%i without scrolling anything", async (height) => {
  const { context, candidate } = await day.working({ answers: 0 });
  const { page } = candidate;
  await page.setViewportSize({ width: 1366, height });
  await page.evaluate(
    ([stem, option]) => {
      const write = (where: Element | null | undefined, text: string): void =>
        void where?.replaceChildren(text);
      write(document.querySelector(".stem p"), stem);
      for (const at of [0, 1]) write(document.querySelectorAll(".option .text p")[at], option);
    },
    [STEM, OPTION] as const,
  );
  const over = await page.evaluate(() => {
    const beyond = (element: Element | null): number =>
      element ? element.scrollHeight - element.clientHeight : Infinity;
    return {
      item: beyond(document.querySelector(".sheet")),
      page: beyond(document.documentElement),
      lines: [".stem p", ".option .text p"].map((one) => {
        const element = document.querySelector(one);
        return element
          ? Math.round(element.clientHeight / parseFloat(getComputedStyle(element).lineHeight))
          : 0;
      }),
    };
  });
  expect(over).toEqual({ item: 0, page: 0, lines: [4, 2] });
  await context.close();
});
