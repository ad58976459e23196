import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launch, pc } from "./browser.ts";
import { Candidate } from "./candidate.ts";
import { startServer, type Server } from "./server.ts";
import { Room, type Ticket } from "./staff.ts";
import { nothingLost } from "./verdict.ts";

interface Wanted {
  readonly minutes?: number | readonly number[];
  readonly selection?: string;
  /** So many answers are given and saved. */
  readonly answers?: number;
  /** So many more are checked in, and have not come yet. */
  readonly others?: number;
}

/** A candidate before the paper, in a room of their own that is open. */
export interface Working {
  readonly room: Room;
  readonly ticket: Ticket;
  readonly context: BrowserContext;
  readonly candidate: Candidate;
}

/** A server and a browser for the tests of one file. At the end its journals are held against what the pages heard. */
export class Day {
  #server: Server | undefined;
  #browser: Browser | undefined;

  get server(): Server {
    if (!this.#server) throw new Error("the day has not begun");
    return this.#server;
  }

  get browser(): Browser {
    if (!this.#browser) throw new Error("the day has not begun");
    return this.#browser;
  }

  async begin(): Promise<void> {
    [this.#server, this.#browser] = await Promise.all([startServer(), launch()]);
  }

  async end(): Promise<void> {
    await this.#browser?.close();
    if (!this.#server) return;
    await nothingLost(this.#server);
    await this.#server.stop();
  }

  async working({ minutes = 30, selection, answers = 0, others = 0 }: Wanted = {}): Promise<Working> {
    const seats = 1 + others;
    const room = await Room.prepare(this.server, { seats, minutes, ...(selection && { selection }) });
    await room.act("open");
    const context = await pc(this.browser);
    return { room, ticket: room.ticket(), context, candidate: await this.#begun(room, context, answers) };
  }

  async #begun(room: Room, context: BrowserContext, answers: number): Promise<Candidate> {
    const candidate = await Candidate.at(this.server, context);
    await candidate.logIn(room.ticket());
    await candidate.getReady();
    await candidate.seesPaper();
    if (answers > 0) {
      await candidate.answer(answers);
      await candidate.has(answers);
    }
    return candidate;
  }
}

/** The day of the tests of a file, from before the first to after the last. */
export function examDay(): Day {
  const day = new Day();
  beforeAll(() => day.begin());
  afterAll(() => day.end());
  return day;
}
