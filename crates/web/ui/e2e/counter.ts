import { readFile } from "node:fs/promises";
import { createServer, request, type Server as Listener } from "node:https";
import { join } from "node:path";
import { inject } from "vitest";
import { freePort } from "./setup.ts";
import { HOST } from "./wire.ts";

/** A request as it came over the network, and the bytes of its answer as they went back. */
export interface Fetched {
  readonly path: string;
  readonly bytes: number;
}

/** Stands before a server under the same name, and takes down what browsers really ask for. */
export class Counter {
  readonly origin: string;
  readonly fetched: Fetched[] = [];
  readonly #listener: Listener;
  readonly #held = new Map<string, Promise<void>>();

  private constructor(origin: string, listener: Listener) {
    this.origin = origin;
    this.#listener = listener;
  }

  static async before(origin: string): Promise<Counter> {
    const { tls } = inject("stage");
    const read = (name: string): Promise<Buffer> => readFile(join(tls, name));
    const [cert, key, ca] = await Promise.all(["server.crt", "server.key", "site-ca.crt"].map(read));
    const port = await freePort();
    const behind = Number(new URL(origin).port);
    const listener = createServer({ cert, key });
    const counter = new Counter(`https://${HOST}:${port}`, listener);
    listener.on("request", (asked, answer) => {
      const { method, url: path = "/", headers } = asked;
      const to = { host: "127.0.0.1", port: behind, servername: HOST, ca, method, path, headers };
      const passing = request(to, (reply) => {
        void counter.#passes(path).then(() => {
          answer.writeHead(reply.statusCode ?? 502, reply.headers);
          let bytes = 0;
          reply.on("data", (chunk: Buffer) => (bytes += chunk.length));
          reply.once("end", () => counter.fetched.push({ path, bytes }));
          reply.pipe(answer);
        });
      });
      passing.once("error", () => answer.destroy());
      asked.pipe(passing);
    });
    await new Promise<void>((resolve) => listener.listen(port, "127.0.0.1", resolve));
    return counter;
  }

  /** Keeps the answers on this path back for a while. */
  hold(path: string, until: Promise<void>): void {
    this.#held.set(path, until);
  }

  async #passes(path: string): Promise<void> {
    await this.#held.get(path);
  }

  /** How often each path was asked for. */
  get times(): ReadonlyMap<string, number> {
    const times = new Map<string, number>();
    for (const { path } of this.fetched) times.set(path, (times.get(path) ?? 0) + 1);
    return times;
  }

  close(): void {
    this.#listener.close();
    this.#listener.closeAllConnections();
  }
}
