import type { Sight } from "../core/sight.ts";

/** The one thing to be said about the candidate's answers. */
export type SaveStatus =
  | { readonly kind: "none" | "saved" }
  | { readonly kind: "sending" | "waiting"; readonly unsent: number; readonly safe: boolean }
  | { readonly kind: "paused"; readonly unsent: number };

/** Never guessed: what the queue holds, and whether the last request was answered. */
export function saveStatus(sight: Sight): SaveStatus {
  const { unsent, safe, failing, provisional } = sight;
  if (failing || provisional) return { kind: "waiting", unsent, safe };
  if (sight.state.phase === "paused") return { kind: "paused", unsent };
  if (unsent > 0) return { kind: "sending", unsent, safe };
  return { kind: sight.savedAnswerAt === undefined && sight.state.last_seq === 0 ? "none" : "saved" };
}
