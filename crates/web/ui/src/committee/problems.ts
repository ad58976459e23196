import { NoAnswer, Problem } from "../api/problem.ts";
import { ended } from "../staff/session.svelte.ts";
import { texts } from "./texts.ts";

/** A text that fits the committee's page better than the general one; a session that has ended asks for a log-in. */
export function explained(error: unknown): string | undefined {
  const t = texts.now;
  if (error instanceof NoAnswer) return error.reason === "network" ? t.offline : undefined;
  if (!(error instanceof Problem) || ended(error)) return undefined;
  return t.problems[samePerson(error) ? "same_person" : error.code];
}

/** The one rule that an approval can break. */
function samePerson({ code }: Problem): boolean {
  return code === "rule";
}
