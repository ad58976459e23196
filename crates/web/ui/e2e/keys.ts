import type { Locator, Page } from "playwright-core";

/** More stops than any screen has. */
const STOPS_MAX = 200;

/** Goes on with the tabulator until this has the focus. */
export async function reach(page: Page, what: Locator): Promise<void> {
  await what.waitFor();
  for (let stops = 0; stops < STOPS_MAX; stops += 1) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way to ${what.toString()} with the keyboard`);
}
