import type { Link } from "./stream.ts";

/** The server says something every 2 s; what comes later than this is no longer called live. */
const FRESH_MS = 3_000;

/** For how many whole seconds nothing has been heard on a line that is thought to live; nothing while it is fresh. */
export function silentFor(link: Link, heardAt: number | undefined, now: number): number | undefined {
  if (link !== "live" || heardAt === undefined) return undefined;
  const silence = now - heardAt;
  return silence > FRESH_MS ? Math.floor(silence / 1_000) : undefined;
}
