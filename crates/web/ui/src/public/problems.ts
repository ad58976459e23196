import { NoAnswer, Problem } from "../api/problem.ts";
import { waitText } from "../results/texts.ts";
import { texts } from "./texts.ts";

/** A text that fits the public page better than the general one. */
export function explained(error: unknown, missing?: string): string | undefined {
  if (error instanceof NoAnswer && error.reason === "network") return texts.now.offline;
  if (error instanceof Problem && error.code === "not_found") return missing;
  return waitText(error);
}
