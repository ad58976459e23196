import { NoAnswer, Problem } from "../api/problem.ts";
import { waitText } from "../results/texts.ts";
import { texts } from "./texts.ts";

/** A text that fits the committee's page better than the general one. */
export function explained(error: unknown, missing?: string): string | undefined {
  const t = texts.now;
  if (error instanceof NoAnswer) return error.reason === "network" ? t.offline : undefined;
  if (!(error instanceof Problem)) return undefined;
  if (error.code === "not_found" && missing) return missing;
  return waitText(error) ?? t.problems[samePerson(error) ? "same_person" : error.code];
}

/** The one rule that an approval can break. */
function samePerson({ code }: Problem): boolean {
  return code === "rule";
}
