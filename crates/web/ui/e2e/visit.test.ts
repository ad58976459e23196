import { afterAll, beforeAll, expect, it } from "vitest";
import { ownPc } from "./browser.ts";
import { Counter } from "./counter.ts";
import { examDay } from "./day.ts";

const day = examDay();
/** Script and style of a first visit, compressed. */
const BYTES_MAX = 60_000;
let counter: Counter;

beforeAll(async () => {
  counter = await Counter.before(day.server.origin);
});
afterAll(() => counter.close());

it("asks for every file of a first visit once, and for English when it is chosen", async () => {
  const context = await ownPc(day.browser);
  const page = await context.newPage();
  await page.goto(`${counter.origin}/ujian`);
  await page.getByLabel("PIN registrasi").waitFor();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const kept = await page.evaluate(async () => {
    const [name = ""] = await caches.keys();
    return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname).sort();
  });
  const first = new Map([...counter.times].filter(([path]) => !path.startsWith("/api/")));
  expect([...first.keys()].filter((path) => first.get(path) !== 1)).toEqual([]);
  expect([...first.keys()].sort()).toEqual([...kept, "/sw.js"].sort());
  expect(kept).toContain("/ujian");
  expect(kept.filter((path) => path.includes("/en-"))).toEqual([]);
  const code = counter.fetched.filter(({ path }) => /\.(?:js|css)$/.test(path));
  expect(code.length).toBeGreaterThanOrEqual(4);
  expect(code.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(BYTES_MAX);

  await page.getByRole("radio", { name: "English" }).check();
  await page.getByText("Registration PIN").waitFor();
  const english = [...counter.times.keys()].filter((path) => !first.has(path) && !path.startsWith("/api/"));
  expect(english.length).toBeGreaterThan(0);
  expect(english.every((path) => /^\/assets\/en-/.test(path))).toBe(true);

  // A reload asks whether there is a new page, and for no code.
  const before = counter.fetched.length;
  await page.reload();
  await page.getByText("Registration PIN").waitFor();
  const again = counter.fetched.slice(before).map(({ path }) => path);
  expect(again.filter((path) => path.startsWith("/assets/"))).toEqual([]);
  // And without network it stands there in the language that was chosen.
  await context.setOffline(true);
  await page.reload();
  await page.getByText("Registration PIN").waitFor();
  await context.close();
});

it("has English without network where it was chosen before the page could keep itself", async () => {
  const context = await ownPc(day.browser);
  const page = await context.newPage();
  // The worker comes after the texts.
  let free: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (free = resolve));
  counter.hold("/sw.js", held);
  await page.goto(`${counter.origin}/ujian`);
  await page.getByRole("radio", { name: "English" }).check();
  await page.getByText("Registration PIN").waitFor();
  free();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const kept = await page.evaluate(async () => {
    const [name = ""] = await caches.keys();
    return (await (await caches.open(name)).keys()).filter(({ url }) => url.includes("/en-")).length;
  });
  expect(kept).toBeGreaterThan(0);
  await context.setOffline(true);
  await page.reload();
  await page.getByText("Registration PIN").waitFor();
  await context.close();
});

it("keeps the language without network, and takes English up when there is one again", async () => {
  const context = await ownPc(day.browser);
  const page = await context.newPage();
  await page.goto(`${counter.origin}/ujian`);
  await page.getByLabel("PIN registrasi").waitFor();
  await context.setOffline(true);
  const english = page.getByRole("radio", { name: "English" });
  await english.click();
  expect(await page.getByRole("radio", { name: "Bahasa Indonesia" }).isChecked()).toBe(true);
  await context.setOffline(false);
  await english.click();
  await page.getByText("Registration PIN").waitFor();
  await context.close();
});
