import type { State } from "../../api/candidate.ts";
import type { Answered } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";
import type { Line } from "./line.ts";
import type { Kept, Storage } from "./storage.ts";

/** What was never sent is deleted after the exam day. */
const DAY_MS = 16 * 3_600_000;

/** Everything kept before this is of another exam day. The later of two clocks may be wrong, so the earlier counts. */
export function oldest(wall: number, server: number): number {
  return Math.min(wall, server) - DAY_MS;
}

/** Who goes on after a reload. */
export interface Returned {
  readonly kept: Kept;
  /** What the server said, if it had to be asked. */
  readonly said: Answered<State> | undefined;
}

/**
 * The attempt that this PC remembers, `wall` being the time on its clock. An answer without a verdict is not given up
 * because that clock says that the day is over: the server says whether the attempt goes on, and without a word of it
 * the page goes on too.
 */
export async function comeBack(storage: Storage, line: Line, wall: number): Promise<Returned | undefined> {
  const kept = await storage.current().catch(() => undefined);
  if (!kept) return undefined;
  const old = kept.savedAt <= wall - DAY_MS;
  if (!old && !kept.outcome) return { kept, said: undefined };
  try {
    const { body, ...moments } = await line.state(false);
    const same = body.state.epoch === kept.epoch;
    return same ? { kept, said: { ...moments, body: body.state } } : undefined;
  } catch (error) {
    const over = error instanceof Problem && error.code === "unauthenticated";
    if (!over) return { kept, said: undefined };
  }
  // Nobody is logged in: what was not sent waits for the log-in, and for the server's clock.
  const held = await storage.events(kept.attempt, kept.epoch).catch(() => []);
  const sent = held.every(({ verdict }) => verdict !== undefined);
  if (sent) await storage.forget(kept.attempt).catch(() => undefined);
  return undefined;
}
