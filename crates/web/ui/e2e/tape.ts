import { writeFile } from "node:fs/promises";
import type { BrowserContext, Page, Request } from "playwright-core";
import type { components } from "../src/api/types.d.ts";

type Schemas = components["schemas"];

interface Sent {
  readonly epoch: number;
  readonly events: readonly { readonly seq: number; readonly id: string }[];
}

interface Exchange extends Sent {
  readonly attempt: string;
  readonly from?: BrowserContext;
  verdicts: readonly { readonly seq: number; readonly verdict: string }[] | null;
}

/** After these a page has nothing left to send. */
const FINAL = new Set(["accepted", "late", "refused", "duplicate"]);

/** A page that is told "saved" has had its acknowledgement; what is written down here comes a moment later. */
const PATIENCE_MS = 5_000;

/**
 * Everything that was said between candidates' pages and the server, taken from outside the pages: at the end the
 * exported journal is held against it.
 */
export class Tape {
  readonly #exchanges: Exchange[] = [];
  readonly #rest: { readonly attempt: string; readonly [key: string]: unknown }[] = [];
  readonly #seats = new WeakMap<BrowserContext, string>();
  #listening: Promise<unknown>[] = [];
  #tell: () => void = () => undefined;
  /** The next reply that is heard. */
  #next = new Promise<void>((resolve) => (this.#tell = resolve));

  /** Listens to a page. */
  watch(page: Page): void {
    const context = page.context();
    page.on("request", (request) => this.#request(context, request));
  }

  /** Whose seat a browser has, where its log-in was not heard. */
  seat(context: BrowserContext, attempt: string): void {
    this.#seats.set(context, attempt);
  }

  /** What a candidate was told to have for the first block. */
  promise(attempt: string, promised_ms: number): void {
    this.#rest.push({ attempt, promised_ms });
  }

  /** An exchange that no browser made. */
  note(attempt: string, sent: Sent, verdicts: Exchange["verdicts"]): void {
    this.#exchanges.push({ attempt, ...sent, verdicts });
  }

  receipt(attempt: string, receipt: Schemas["Receipt"]): void {
    this.#rest.push({ attempt, receipt });
  }

  /** Waits until everything that a browser has sent is acknowledged to it. */
  async acknowledged(context: BrowserContext): Promise<void> {
    const over = Date.now() + PATIENCE_MS;
    while (this.#open(context) > 0) {
      const left = over - Date.now();
      if (left <= 0) throw new Error(`${this.#open(context)} events were not acknowledged`);
      await Promise.race([this.#next, new Promise((resolve) => setTimeout(resolve, left))]);
    }
  }

  /** Events that a browser has sent and that were never acknowledged to it. */
  #open(context: BrowserContext): number {
    const mine = this.#exchanges.filter(({ from }) => from === context);
    const done = new Set(
      mine.flatMap(({ events, verdicts }) => {
        const final = new Set(verdicts?.filter((one) => FINAL.has(one.verdict)).map((one) => one.seq));
        return events.filter(({ seq }) => final.has(seq)).map(({ id }) => id);
      }),
    );
    return new Set(mine.flatMap(({ events }) => events.map(({ id }) => id)).filter((id) => !done.has(id)))
      .size;
  }

  /** Attempts that anything was heard of. */
  async attempts(): Promise<Set<string>> {
    await this.#heard();
    return new Set([...this.#exchanges, ...this.#rest].map(({ attempt }) => attempt));
  }

  /** Writes what was heard of these attempts, as `loadtests check` reads it. */
  async write(path: string, attempts: ReadonlySet<string>): Promise<void> {
    await this.#heard();
    const exchanges = this.#exchanges.map(({ attempt, epoch, events, verdicts }) => {
      return { attempt, epoch, events, verdicts };
    });
    const lines = [...exchanges, ...this.#rest].filter(({ attempt }) => attempts.has(attempt));
    await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }

  #request(context: BrowserContext, request: Request): void {
    const what = /\/api\/v1\/candidate\/([a-z-]+)/.exec(request.url())?.[1];
    if (what === "events") this.#events(context, request);
    else if (what === "login" || what === "finish" || what === "time-up" || what === "receipt") {
      this.#hear(request, (body) => this.#reply(context, what, body as Record<string, unknown>));
    }
  }

  #events(context: BrowserContext, request: Request): void {
    const attempt = this.#seats.get(context);
    if (!attempt) throw new Error("events of a browser that nobody has logged in at");
    const { epoch, events } = request.postDataJSON() as Sent;
    const exchange: Exchange = { attempt, from: context, epoch, events, verdicts: null };
    this.#exchanges.push(exchange);
    this.#hear(request, (body) => {
      exchange.verdicts = (body as Schemas["EventsAnswered"]).verdicts as Exchange["verdicts"];
    });
  }

  #reply(context: BrowserContext, what: string, body: Record<string, unknown>): void {
    if (what === "login") this.#seats.set(context, String(body["attempt"]));
    const receipt = what === "receipt" ? body : body["receipt"];
    const attempt = this.#seats.get(context);
    if (what !== "login" && receipt && attempt) this.receipt(attempt, receipt as Schemas["Receipt"]);
  }

  /** Takes a reply down, if one comes and can be read: of a line that breaks nothing was heard. */
  #hear(request: Request, take: (body: unknown) => void): void {
    const heard = async (): Promise<void> => {
      const reply = await request.response();
      if (reply?.ok()) take(await reply.json());
      const tell = this.#tell;
      this.#next = new Promise((resolve) => (this.#tell = resolve));
      tell();
    };
    this.#listening.push(heard().catch(() => undefined));
  }

  async #heard(): Promise<void> {
    const listening = this.#listening;
    this.#listening = [];
    await Promise.race([Promise.all(listening), new Promise((resolve) => setTimeout(resolve, 5_000))]);
  }
}
