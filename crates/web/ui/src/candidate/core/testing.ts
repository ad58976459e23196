/** Helpers of the tests in this folder. */

import type { Phase, State } from "../../api/candidate.ts";

export function state(phase: Phase, lastSeq: number, remaining: number | null = 60_000): State {
  const ticking = phase === "running" || phase === "time_up";
  return {
    phase,
    epoch: 1,
    last_seq: lastSeq,
    block: 0,
    deadline: ticking && remaining !== null ? 1_000_000 + remaining : null,
    remaining_ms: ticking || phase === "paused" ? remaining : null,
    time_revision: 1,
    now: 1_000_000,
  };
}

export function running(lastSeq: number, change: Partial<State> = {}): State {
  return { ...state("running", lastSeq), ...change };
}

/** Ids in order: `e1`, `e2`, … */
export function ids(prefix = "e"): () => string {
  let next = 0;
  return () => `${prefix}${++next}`;
}
