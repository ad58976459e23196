import type { Phase } from "../../api/candidate.ts";

/** With nothing to send, and while sending fails, the page asks for the state this often. */
export const POLL_MS = 3_000;
/** While the receipt is shown: a decision about it is heard of soon, by a hall of candidates who all look at theirs. */
export const AFTER_POLL_MS = 5_000;

/** What changes something on the server, in the lane of acts. */
export type Act = "start" | "events" | "finish" | "time_up" | "receipt";
/** What only asks. */
export type Question = "answers" | "state" | "why";

export type Step =
  | { readonly kind: "act"; readonly act: Act }
  | { readonly kind: "ask"; readonly question: Question }
  | { readonly kind: "wait"; readonly ms: number };

/** What a page knows when it decides what to do next. Moments are on its monotonic clock. */
export interface Situation {
  readonly phase: Phase;
  readonly now: number;
  /** The receipt is here: nothing is left to be done. */
  readonly closed: boolean;
  /** The answers that the server has are known. */
  readonly loaded: boolean;
  /** The state is from this PC's memory: the server's word comes before anything else. */
  readonly provisional: boolean;
  /** The state is worth asking for before the next act. */
  readonly mustLook: boolean;
  readonly unsent: boolean;
  readonly hasPaper: boolean;
  /** The candidate has read the rules. */
  readonly ready: boolean;
  readonly wantsEnd: boolean;
  readonly asksWhy: boolean;
  /** When time is up, while it runs. */
  readonly zero: number | undefined;
  readonly lastContact: number;
  /** When acts, and questions, may be tried again. */
  readonly actsFrom: number;
  readonly asksFrom: number;
}

const wait = (ms: number): Step => ({ kind: "wait", ms: Math.max(1, ms) });
const act = (what: Act): Step => ({ kind: "act", act: what });
const ask = (question: Question): Step => ({ kind: "ask", question });

/**
 * The next request of the page, one at a time. An act goes before a question, unless it has just failed: then the
 * state is asked for meanwhile, as when idle.
 */
export function next(at: Situation): Step {
  const { now } = at;
  const mayAsk = now >= at.asksFrom;
  if (at.closed) {
    const asked = at.mustLook ? 0 : at.lastContact + AFTER_POLL_MS;
    return mayAsk && now >= asked ? ask("state") : wait(Math.max(asked, at.asksFrom) - now);
  }
  if (!at.loaded || at.provisional) {
    return mayAsk ? ask(at.loaded ? "state" : "answers") : wait(at.asksFrom - now);
  }
  if (at.mustLook && mayAsk) return ask("state");
  const waiting = due(at);
  if (waiting && now >= at.actsFrom) return act(waiting);
  const polled = at.lastContact + POLL_MS;
  if (mayAsk && now >= polled) return ask("state");
  const moving = at.phase === "running" || at.phase === "time_up";
  if (mayAsk && at.asksWhy && (at.phase === "paused" || at.phase === "running")) return ask("why");
  const until = [
    Math.max(polled, at.asksFrom),
    waiting ? at.actsFrom : Infinity,
    (moving && at.zero) || Infinity,
  ];
  return wait(Math.min(...until.filter((moment) => moment > now)) - now);
}

/** The act that is due, whether or not it may be tried now. */
export function due(at: Situation): Act | undefined {
  const { phase } = at;
  const moving = phase === "running" || phase === "time_up";
  const over = phase === "finished";
  if ((moving || over) && at.unsent) return "events";
  if (over) return "receipt";
  const opening = phase === "open" && at.ready;
  if (opening || (!at.hasPaper && (moving || phase === "paused"))) return "start";
  if (moving && at.zero !== undefined && at.now >= at.zero) return "time_up";
  return phase === "running" && at.wantsEnd ? "finish" : undefined;
}
