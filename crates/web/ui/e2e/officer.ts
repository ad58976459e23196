import type { Page } from "playwright-core";
import type { Server } from "./server.ts";

/** Logs an officer in on the page that is open. */
export async function atStaff(server: Server, page: Page, name: string): Promise<void> {
  await page.getByLabel("Nama pengguna").fill(name);
  await page.getByLabel("Kata sandi").fill(server.passwords.get(name) ?? "");
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
}

/** An act for the whole room, from its button to the word that it happened. */
export async function act(page: Page, name: string, reason?: string, sure = false): Promise<void> {
  await page
    .getByRole("group", { name: "Tindakan untuk seluruh ruang" })
    .getByRole("button", { name })
    .click();
  const dialog = page.getByRole("dialog");
  if (reason) await dialog.getByLabel("Alasan").fill(reason);
  if (sure) await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name, exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** Waits until the seat at this place shows this state. */
export const tile = (page: Page, place: string, state: string): Promise<void> =>
  page.getByRole("button", { name: new RegExp(`^${place}, .*, ${state}`) }).waitFor();
