import type { Filter } from "../core/find.ts";

/** Colours of states; shape and words say the same. */
export const TONES: Record<Filter, "neutral" | "info" | "ok" | "warn" | "danger"> = {
  not_arrived: "neutral",
  present: "info",
  logged_in: "info",
  answering: "ok",
  disconnected: "danger",
  paused: "warn",
  finished: "neutral",
  absent: "neutral",
  out: "danger",
  warned: "warn",
  disqualified: "danger",
};
