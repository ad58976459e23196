import type { LoggedIn, State } from "../api/candidate.ts";
import type { Answered } from "../api/client.ts";
import { Problem } from "../api/problem.ts";
import { chooseDefaults } from "../lib/preferences.svelte.ts";
import { Album } from "./album.svelte.ts";
import { httpLine, logIn, logOut } from "./core/line.ts";
import { deviceId, hex } from "./core/random.ts";
import { comeBack, oldest } from "./core/return.ts";
import { Seat } from "./core/seat.ts";
import type { Sight } from "./core/sight.ts";
import { openStorage } from "./core/storage-idb.ts";
import { MemoryStorage } from "./core/storage-memory.ts";
import type { Kept, Seated, Storage } from "./core/storage.ts";
import { onlyTab, type OnlyTab } from "./core/tabs.ts";
import { Vigil, type Clocks } from "./core/vigil.ts";

const TICK_MS = 250;
/** The candidate has logged out: the server's cookie alone must not bring the last receipt back. */
const LEFT = "ambang.left";
/** Who sits here, for a reload after the browser has lost its database. */
const SEATED = "ambang.seated";
/** The attempt of a page that only has its cookie left. */
const UNKNOWN = "unknown";

type Tab = "starting" | "working" | "waiting" | "taken";

/** The candidate's page: which tab works, who sits here, what the seat shows. */
export class CandidatePage {
  tab: Tab = $state("starting");
  seated: Seated | undefined = $state.raw();
  sight: Sight | undefined = $state.raw();
  /** Milliseconds left, several times a second. */
  remaining: number | undefined = $state();
  /** The server's clock, as far as it is known. */
  serverNow: number | undefined = $state();
  moved = $state(false);
  /** Events of an earlier lease of this PC that were never sent. */
  stranded = $state(0);
  /** The last candidate has just logged out. */
  left = $state(false);
  durable = $state(true);
  pictures: Album | undefined = $state.raw();

  readonly #tabs: OnlyTab;
  #storage: Storage = new MemoryStorage();
  #seat: Seat | undefined;
  #clocks = clocks();
  #vigil = new Vigil(this.#clocks);
  #serverAt: { now: number; at: number } | undefined;
  /** A log-out on its way: its answer takes the cookie along, and must not take the next one's. */
  #leaving: Promise<void> = Promise.resolve();

  constructor() {
    this.#tabs = onlyTab({
      granted: () => void this.#begin(),
      waiting: () => (this.tab = "waiting"),
      taken: () => this.#yield(),
    });
    setInterval(() => this.#tick(), TICK_MS);
    addEventListener("online", () => this.#seat?.look());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#seat?.look();
    });
  }

  start(): void {
    this.#tabs.begin();
  }

  /** Goes on in this tab; the other one yields. */
  takeOver(): void {
    this.#tabs.takeOver();
  }

  async #begin(): Promise<void> {
    try {
      this.#storage = await openStorage();
    } catch {
      this.#storage = new MemoryStorage();
    }
    this.durable = this.#storage.durable;
    await this.#comeBack();
    this.tab = "working";
  }

  #yield(): void {
    this.#drop();
    this.#storage.close();
    this.seated = undefined;
    this.tab = "taken";
  }

  /** After a reload: as this PC remembers, or as the cookie says. */
  async #comeBack(): Promise<void> {
    if (remembered(LEFT)) {
      // The network may have been away when it was asked first.
      this.#leaving = logOut();
      return;
    }
    const line = httpLine();
    const back = await comeBack(this.#storage, line, Date.now());
    if (back) return this.#sit(back.kept, back.said);
    try {
      const said = await line.state(false);
      const seated = readSeated();
      const fresh = newKept(seated?.attempt ?? UNKNOWN, said.body.state, seated);
      await this.#storage.sitDown(fresh, oldest(Date.now(), said.body.state.now)).catch(() => undefined);
      await this.#sit(fresh, { ...said, body: said.body.state });
    } catch {
      // Nobody is logged in, or nothing can be known: the log-in says more.
    }
  }

  /** Whether somebody else than the one with this number has not finished here. */
  isOther(participantNo: string): boolean {
    const known = this.#seat && this.seated?.participant_no;
    return known !== undefined && known !== participantNo;
  }

  /**
   * Logs in, anew or again. Whoever has not finished here stands up for somebody else: what was not sent waits for them,
   * and nothing of them is to be seen.
   *
   * @throws {Problem} when the server refuses
   * @throws {NoAnswer} when no answer comes
   */
  async logIn(participantNo: string, pin: string): Promise<void> {
    // Before the other's cookie is here: after a power cut nobody must find one person's cookie with another's answers.
    if (this.isOther(participantNo)) await this.#standUp();
    await this.#leaving;
    const said = await logIn(participantNo, pin, await this.#device());
    const { attempt, state } = said.body;
    forget(LEFT);
    this.left = false;
    const same = this.seated?.attempt === attempt && this.sight?.state.epoch === state.epoch;
    if (this.#seat && same) return this.#seat.resume(stateOf(said));
    this.#drop();
    const known = await this.#storage.attempt(attempt).catch(() => undefined);
    const fresh = newKept(attempt, state, seatedOf(said.body));
    const before = known?.epoch === state.epoch ? known : fresh;
    const savedAnswerAt = said.body.last_saved ?? before.savedAnswerAt;
    const kept = { ...before, seated: fresh.seated, savedAnswerAt, savedAt: Date.now() };
    this.stranded = await this.#storage.unsentOfOthers(attempt, state.epoch).catch(() => 0);
    await this.#storage.sitDown(kept, oldest(Date.now(), state.now)).catch(() => (this.durable = false));
    this.moved = said.body.moved;
    await this.#sit(kept, stateOf(said));
  }

  /** On the disk before the server hears of it: a lease must not be lost with the power. */
  async #device(): Promise<string> {
    const known = await this.#storage.device().catch(() => undefined);
    const id = deviceId(known);
    if (id !== known) await this.#storage.keepDevice(id).catch(() => undefined);
    return id;
  }

  async #sit(kept: Kept, said: Answered<State> | undefined): Promise<void> {
    const line = httpLine();
    const storage = this.#storage;
    const seat = await Seat.take({ line, storage, newId: () => hex(8), random: Math.random }, kept, said);
    this.#seat = seat;
    this.seated = kept.seated ?? readSeated();
    if (this.seated) remember(SEATED, JSON.stringify(this.seated));
    seat.watch((sight) => {
      this.sight = sight;
      if (sight.state.now !== this.#serverAt?.now && !sight.provisional) {
        this.#serverAt = { now: sight.state.now, at: performance.now() };
      }
      if (sight.paper && !this.pictures) {
        this.pictures = new Album();
        void this.pictures.fill(kept.attempt, sight.paper, line, storage);
      }
      if (!sight.paper && this.pictures && (sight.receipt || sight.stop)) this.#closeAlbum();
    });
    this.#tick();
    void seat.run();
  }

  get seat(): Seat | undefined {
    return this.#seat;
  }

  #closeAlbum(): void {
    this.pictures?.close();
    this.pictures = undefined;
  }

  #drop(): void {
    this.#seat?.leave();
    this.#seat = undefined;
    this.sight = undefined;
    this.#closeAlbum();
  }

  /** The candidate leaves: nothing of this attempt stays in this browser, or what was never sent, without a name. */
  async leave(): Promise<void> {
    const attempt = this.#seat?.attempt ?? this.seated?.attempt ?? UNKNOWN;
    const sent = (this.sight?.unsent ?? 0) === 0;
    const gone = this.sight?.stop?.kind === "moved" || this.sight?.state.phase === "gone";
    const over = this.sight?.receipt !== undefined || gone;
    remember(LEFT, "1");
    this.#leaving = logOut();
    void chooseDefaults();
    await this.#standUp();
    this.left = over;
    if (sent || over) await this.#storage.forget(attempt).catch(() => undefined);
  }

  async #standUp(): Promise<void> {
    forget(SEATED);
    this.#drop();
    this.seated = undefined;
    this.moved = false;
    this.stranded = 0;
    await this.#storage.standUp().catch(() => undefined);
  }

  #tick(): void {
    this.#clocks = clocks();
    if (this.#vigil.tick(this.#clocks)) this.#seat?.distrustClock();
    this.remaining = this.#seat?.remaining();
    if (this.#serverAt) this.serverNow = this.#serverAt.now + (performance.now() - this.#serverAt.at);
  }
}

/** Whether a problem says how long to wait. */
export function waitSeconds(error: unknown): number | undefined {
  if (!(error instanceof Problem) || error.code !== "too_many_attempts") return undefined;
  return error.number("retry_after_s") ?? Math.ceil((error.retryAfterMs ?? 10_000) / 1_000);
}

function clocks(): Clocks {
  return { steady: performance.now(), wall: Date.now() };
}

function stateOf(said: Answered<LoggedIn>): Answered<State> {
  return { ...said, body: said.body.state };
}

function seatedOf({ attempt, participant_no, name, formation, sitting, exam }: LoggedIn): Seated {
  return { attempt, participant_no, name, formation, sitting, exam };
}

function newKept(attempt: string, { epoch, phase }: State, seated: Seated | undefined): Kept {
  return {
    attempt,
    epoch,
    seated,
    savedAt: Date.now(),
    state: undefined,
    stateAt: 0,
    base: undefined,
    savedAnswerAt: undefined,
    openedAt: undefined,
    ready: false,
    whole: phase === "waiting" || phase === "open",
  };
}

function readSeated(): Seated | undefined {
  try {
    const kept = sessionStorage.getItem(SEATED);
    return kept ? (JSON.parse(kept) as Seated) : undefined;
  } catch {
    return undefined;
  }
}

/** What must outlive the tab is in `localStorage`; the name of a person is not. */
function remember(key: string, value: string): void {
  try {
    (key === SEATED ? sessionStorage : localStorage).setItem(key, value);
  } catch {
    // Storage is forbidden; the page forgets at the next load.
  }
}

function remembered(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

function forget(key: string): void {
  try {
    (key === SEATED ? sessionStorage : localStorage).removeItem(key);
  } catch {
    // There was nothing to forget.
  }
}
