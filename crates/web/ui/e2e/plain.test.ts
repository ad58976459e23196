import { expect, it } from "vitest";
import { launch, pc } from "./browser.ts";
import { startPlain } from "./server.ts";

const WARNING = "tidak terenkripsi";

it.each([true, false])(
  "warns of plain HTTP on every page where the network may use it: %s",
  async (allowed) => {
    const [server, browser] = await Promise.all([startPlain(allowed), launch()]);
    const page = await (await pc(browser)).newPage();
    for (const path of ["/", "/ujian", "/pengawas", "/panitia", "/no-such-page"]) {
      const facts = page.waitForResponse((reply) => reply.url().endsWith("/public/server"));
      await page.goto(server.origin + path);
      await facts;
      await page.locator("main").waitFor();
      const warning = page.getByText(WARNING);
      if (allowed) await warning.waitFor();
      else expect(await warning.count(), path).toBe(0);
    }
    await browser.close();
    await server.stop();
  },
);
