import { NoAnswer, Problem } from "../api/problem.ts";
import { texts } from "./texts.ts";

/** What staff can do about an error, where that is other than what a candidate is told; nothing where it is not. */
export function staffWords(error: unknown): string | undefined {
  const t = texts.now;
  if (error instanceof NoAnswer) return error.reason === "timeout" ? t.timeout : t.network;
  if (!(error instanceof Problem)) return undefined;
  if (error.status === 429) return t.tooMany(Math.ceil((error.retryAfterMs ?? 0) / 1_000));
  return error.status >= 500 ? t.trouble : undefined;
}

/** Whether the server may have done what it was asked for, though it did not say so. */
export function isUncertain(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof Problem && error.status >= 500);
}
