import { afterEach, expect, it, vi } from "vitest";
import { learnTransport, transport } from "./transport.svelte.ts";

afterEach(() => void vi.unstubAllGlobals());

/** Whether a page at this address warns, where the server says of itself what `said` is. */
async function warns(address: string, said: Response | Error): Promise<boolean> {
  const fetched = vi.fn(() => (said instanceof Error ? Promise.reject(said) : Promise.resolve(said)));
  vi.stubGlobal("fetch", fetched);
  transport.insecure = false;
  await learnTransport(new URL(address) as unknown as Location);
  return transport.insecure;
}

const facts = (insecure: boolean): Response => Response.json({ insecure });

it("warns on plain HTTP from another machine without asking", async () => {
  expect(await warns("http://192.0.2.7:8080/ujian", new Error("not asked"))).toBe(true);
});

it("asks on the server's own machine, and goes by the address where no answer comes", async () => {
  expect(await warns("http://127.0.0.1:8080/ujian", facts(true))).toBe(true);
  expect(await warns("http://127.0.0.1:8080/ujian", facts(false))).toBe(false);
  expect(await warns("http://[::1]:8080/", facts(true))).toBe(true);
  expect(await warns("http://localhost:8080/", new Error("no network"))).toBe(false);
});

it("says nothing over TLS", async () => {
  expect(await warns("https://ujian.example.test/ujian", facts(true))).toBe(false);
});
