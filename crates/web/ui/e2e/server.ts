import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preview } from "vite";

/** The binary under test; `AMBANG_BINARY` names another one. */
const BINARY = process.env["AMBANG_BINARY"] ?? "../../../target/release/ambang";
const READY_MS = 120_000;

/** A server with the demo selection in a folder of its own, and the pages in front of it. */
export interface Server {
  /** Where the pages and the API are. */
  readonly origin: string;
  /** Passwords by log-in name. */
  readonly passwords: ReadonlyMap<string, string>;
  /** Kills the server (not the pages) as a power cut would. */
  crash(): Promise<void>;
  /** Starts it again on the same data and address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startServer(): Promise<Server> {
  const home = await mkdtemp(join(tmpdir(), "ambang-e2e-"));
  // A folder that is not there yet is filled with the demo.
  const folder = join(home, "data");
  const port = await freePort();
  const api = `http://127.0.0.1:${port}`;
  let child = await run(folder, port, api);
  const pages = await pagesFor(api);
  return {
    origin: pages.origin,
    passwords: await passwords(join(folder, "log-ins.txt")),
    crash: () => end(child, "SIGKILL"),
    restart: async () => {
      child = await run(folder, port, api);
    },
    stop: async () => {
      await pages.close();
      await end(child, "SIGTERM");
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function run(folder: string, port: number, api: string): Promise<ChildProcess> {
  const child = spawn(BINARY, ["demo", "--dir", folder, "--listen", `127.0.0.1:${port}`], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (text) => (said += String(text)));
  child.stderr.on("data", (text) => (said += String(text)));
  await until(`the server (${BINARY})`, READY_MS, async () => {
    if (child.exitCode !== null) throw new Error(`the server ended:\n${said}`);
    return (await fetch(`${api}/readyz`)).ok;
  });
  return child;
}

/** The pages as the binary serves them, or, where it was built without them, the built ones in front of it. */
async function pagesFor(api: string): Promise<{ origin: string; close: () => Promise<void> }> {
  const own = await fetch(`${api}/ujian`, { headers: { accept: "text/html" } });
  const embedded = own.ok && (await own.text()).includes("/assets/");
  // `AMBANG_PAGES=dist` tests the pages as they were built last, whatever the binary holds.
  if (embedded && process.env["AMBANG_PAGES"] !== "dist")
    return { origin: api, close: async () => undefined };
  const port = await freePort();
  const proxy = { "/api": api, "/healthz": api, "/readyz": api };
  const policy = own.headers.get("content-security-policy");
  const headers = policy ? { "content-security-policy": policy } : {};
  const shown = await preview({ preview: { host: "127.0.0.1", port, strictPort: true, proxy, headers } });
  return { origin: `http://127.0.0.1:${port}`, close: () => shown.close() };
}

async function passwords(path: string): Promise<Map<string, string>> {
  const lines = (await readFile(path, "utf8")).split("\n");
  const words = lines.filter((line) => line && !line.startsWith("#")).map((line) => line.split(/\s+/));
  return new Map(words.map(([name = "", password = ""]) => [name, password]));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(address)));
    });
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill(signal);
  });
}

/** Asks until the answer is yes. A failing question counts as no, unless the time is over. */
export async function until(
  what: string,
  withinMs: number,
  asked: () => Promise<boolean> | boolean,
): Promise<void> {
  const end = Date.now() + withinMs;
  let last: unknown = "no";
  while (Date.now() < end) {
    try {
      if (await asked()) return;
      last = "no";
    } catch (error) {
      last = error;
      if (error instanceof Error && error.message.startsWith("the server ended")) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${withinMs} ms for ${what}: ${String(last)}`);
}
