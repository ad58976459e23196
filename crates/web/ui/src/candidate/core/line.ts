import { askBytes, askTimed, type Answered } from "../../api/client.ts";
import type {
  Ended,
  Judged,
  LoggedIn,
  Receipt,
  Started,
  StateReply,
  WireEvent,
} from "../../api/candidate.ts";

/** The candidate's routes. Every call may throw `Problem` or `NoAnswer`. */
export interface Line {
  state(answers: boolean): Promise<Answered<StateReply>>;
  /** The state with the reasons of pauses and of added time. */
  why(): Promise<Answered<StateReply>>;
  start(epoch: number): Promise<Answered<Started>>;
  events(epoch: number, events: readonly WireEvent[]): Promise<Answered<Judged>>;
  finish(epoch: number, block: number, lastSeq: number): Promise<Answered<Ended>>;
  timeUp(epoch: number, lastSeq: number): Promise<Answered<Ended>>;
  receipt(): Promise<Answered<Receipt>>;
  picture(digest: string): Promise<Blob>;
  /** Gives up what is under way; nothing more goes out. */
  cut(): void;
}

/** A request without an answer is given up and sent again after this. */
const PATIENCE_MS = 5_000;
/** The whole paper may take longer on a thin line. */
const PAPER_MS = 20_000;

/** The line to the server of this page. */
export function httpLine(): Line {
  const cut = new AbortController();
  const { signal } = cut;
  const usual = { timeoutMs: PATIENCE_MS, signal };
  const post = <T>(path: string, body: unknown): Promise<Answered<T>> =>
    askTimed<T>(`/candidate/${path}`, { ...usual, body });
  return {
    state: (answers) =>
      askTimed("/candidate/state", { ...usual, query: { answers: answers ? true : undefined } }),
    why: () => askTimed("/candidate/state", { ...usual, query: { why: true } }),
    start: (epoch) => askTimed("/candidate/start", { body: { epoch }, timeoutMs: PAPER_MS, signal }),
    events: (epoch, events) => post("events", { epoch, events }),
    finish: (epoch, block, last_seq) => post("finish", { epoch, block, last_seq }),
    timeUp: (epoch, last_seq) => post("time-up", { epoch, last_seq }),
    receipt: () => askTimed("/candidate/receipt", usual),
    picture: (digest) => askBytes(`/candidate/pictures/${digest}`, { timeoutMs: PAPER_MS, signal }),
    cut: () => cut.abort(),
  };
}

/** Ends on the server what this PC's cookie opens. Without an answer it is to be asked again before the next log-in. */
export async function logOut(): Promise<void> {
  await askTimed("/candidate/logout", { body: {}, timeoutMs: PATIENCE_MS }).catch(() => undefined);
}

/** Log-in with participant number, PIN and the id that this browser keeps. */
export function logIn(participant_no: string, pin: string, device: string): Promise<Answered<LoggedIn>> {
  return askTimed<LoggedIn>("/candidate/login", { body: { participant_no, pin, device } });
}
