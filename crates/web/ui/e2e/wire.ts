import { request } from "node:https";

/** The name under which the pages are opened: not localhost, and in no name service. */
export const HOST = "ujian.example.test";

/** A request that takes longer has hung. */
const PATIENCE_MS = 20_000;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Asked {
  readonly method?: "GET" | "POST";
  readonly cookie?: string;
  readonly type?: string;
  readonly body?: string | Buffer;
}

/** A server as programs reach it: by the name in its certificate, under the site's own CA. */
export class Wire {
  readonly origin: string;
  readonly #port: number;
  readonly #ca: string;

  constructor(port: number, ca: string) {
    this.origin = `https://${HOST}:${port}`;
    this.#port = port;
    this.#ca = ca;
  }

  ask(path: string, { method = "GET", cookie, type, body }: Asked = {}): Promise<Reply> {
    const headers: Record<string, string> = { host: `${HOST}:${this.#port}`, connection: "close" };
    if (cookie) headers["cookie"] = cookie;
    if (type) headers["content-type"] = type;
    if (method === "POST") headers["content-length"] = String(Buffer.byteLength(body ?? ""));
    const { promise, resolve, reject } = deferred<Reply>();
    const asking = request(
      {
        host: "127.0.0.1",
        port: this.#port,
        servername: HOST,
        ca: this.#ca,
        agent: false,
        method,
        path,
        headers,
        signal: AbortSignal.timeout(PATIENCE_MS),
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk));
        reply.once("error", reject);
        reply.once("end", () =>
          resolve({
            status: reply.statusCode ?? 0,
            headers: reply.headers,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    asking.once("error", reject);
    asking.end(body);
    return promise;
  }

  /** The same, for a request that must succeed. */
  async get(path: string, asked: Asked = {}): Promise<Reply> {
    const reply = await this.ask(path, asked);
    if (reply.status >= 300) {
      throw new Error(`${asked.method ?? "GET"} ${path}: ${reply.status} ${reply.text}`);
    }
    return reply;
  }
}

/** The session cookie that a reply set. */
export function cookieOf({ headers }: Reply): string {
  const [first = ""] = [headers["set-cookie"] ?? ""].flat();
  return first.split(";")[0] ?? "";
}

function deferred<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: unknown) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
