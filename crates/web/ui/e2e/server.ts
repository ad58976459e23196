import type { ChildProcess } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { end, start } from "./programs.ts";
import { scratch } from "./scratch.ts";
import { freePort } from "./setup.ts";
import { Tape } from "./tape.ts";
import { Wire } from "./wire.ts";

export { until } from "./programs.ts";

/** A server with the demo selection in a folder of its own, over TLS on a name that is not localhost. */
export interface Server {
  /** Where the pages and the API are. */
  readonly origin: string;
  readonly wire: Wire;
  /** Passwords by log-in name. */
  readonly passwords: ReadonlyMap<string, string>;
  /** What was said on the lines of all candidates. */
  readonly tape: Tape;
  /** A folder for what is left over from it. */
  readonly folder: string;
  /** Kills the server as a power cut would. */
  crash(): Promise<void>;
  /** Starts it again on the same data and address. */
  restart(): Promise<void>;
  /** Its process stands still: connections last, and nothing is said on them. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

export async function startServer(): Promise<Server> {
  const { demo, tls } = inject("stage");
  const folder = await scratch();
  await cp(demo, join(folder, "data"), { recursive: true });
  const port = await freePort();
  const config = join(folder, "ambang.toml");
  const listen = { listen: `127.0.0.1:${port}` };
  const secure = { tls_cert: join(tls, "server.crt"), tls_key: join(tls, "server.key") };
  await writeFile(config, configuration(join(folder, "data"), { ...listen, ...secure }));
  const wire = new Wire(port, await readFile(join(tls, "site-ca.crt"), "utf8"));
  const ready = async (): Promise<boolean> => (await wire.ask("/readyz")).status === 200;
  const run = (): Promise<ChildProcess> => start(["--config", config, "serve"], ready);
  let child = await run();
  return {
    origin: wire.origin,
    wire,
    folder,
    passwords: await passwords(join(folder, "data/log-ins.txt")),
    tape: new Tape(),
    crash: () => end(child, "SIGKILL"),
    restart: async () => {
      child = await run();
    },
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    stop: async () => {
      await end(child, "SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A server over plain HTTP, on this machine alone or, where that is allowed, for the whole network. */
export async function startPlain(allowed: boolean): Promise<Pick<Server, "origin" | "stop">> {
  const folder = await scratch();
  await cp(inject("stage").demo, join(folder, "data"), { recursive: true });
  const port = await freePort();
  const config = join(folder, "ambang.toml");
  const open = { listen: `0.0.0.0:${port}`, allow_plain_http: true };
  const plain = allowed ? open : { listen: `127.0.0.1:${port}` };
  await writeFile(config, configuration(join(folder, "data"), plain));
  const origin = `http://127.0.0.1:${port}`;
  const child = await start(["--config", config, "serve"], async () => (await fetch(`${origin}/readyz`)).ok);
  return {
    origin,
    stop: async () => {
      await end(child, "SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(data: string, more: Readonly<Record<string, string | boolean>>): string {
  const keys = {
    database: `sqlite:${join(data, "ambang.db")}`,
    secrets: join(data, "secrets.toml"),
    ...more,
  };
  return Object.entries(keys)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
    .join("");
}

async function passwords(path: string): Promise<Map<string, string>> {
  const lines = (await readFile(path, "utf8")).split("\n");
  const words = lines.filter((line) => line && !line.startsWith("#")).map((line) => line.split(/\s+/));
  return new Map(words.map(([name = "", password = ""]) => [name, password]));
}
