import { Problem } from "../api/problem.ts";
import { catalogue } from "../i18n/catalogue.ts";
import { number } from "../i18n/format.ts";
import { id } from "./id.ts";
import { parseReason } from "./reasons.ts";

export const texts = catalogue(id, async () => (await import("./en.ts")).en);

/** Points by sub-test, and `total`: what a sentence about a shortfall compares. */
export type Scores = Readonly<Record<string, number>>;

/** `TWK`; the sum by its name. */
export function shortName(measure: string): string {
  return measure === "total" ? texts.now.total : measure.toUpperCase();
}

export function longName(measure: string): string {
  return texts.now.subTests[measure] ?? shortName(measure);
}

/** What a code means, in plain words. */
export function codeText(code: string): string {
  return texts.now.codes[code] ?? texts.now.unknownCode;
}

/** The codes of a list in the order in which its law names them, then those of other policies. */
export function codesInOrder(codes: Iterable<string>): string[] {
  const known = Object.keys(texts.now.codes);
  const place = (code: string): number => (known.includes(code) ? known.indexOf(code) : known.length);
  return [...codes].sort((one, other) => place(one) - place(other) || one.localeCompare(other));
}

export function categoryText(category: string): string {
  return texts.now.categories[category] ?? category;
}

/** What the server means that has had enough of this network, or a proxy before it that answers without a code. */
export function waitText(error: unknown): string | undefined {
  if (!(error instanceof Problem) || error.status !== 429) return undefined;
  if (error.code && error.code !== "too_many_requests") return undefined;
  const { retryAfterMs } = error;
  return texts.now.wait(retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1_000));
}

/** Why, in plain words: one sentence for each reason. */
export function reasonTexts(tokens: readonly string[], scores: Scores = {}): string[] {
  const t = texts.now;
  return tokens.flatMap(parseReason).map((reason) => {
    switch (reason.kind) {
      case "within":
        return t.within(number(reason.rank), number(reason.places));
      case "beyond":
        return t.beyond(number(reason.rank), number(reason.places));
      case "tie":
        return t.tie;
      case "below": {
        const own = scores[reason.measure];
        const told = own === undefined ? undefined : number(own);
        return t.below(shortName(reason.measure), told, number(reason.atLeast));
      }
      case "status":
        return t.statuses[reason.status] ?? t.otherStatus(reason.status);
      case "unknown":
        return t.unknown(reason.token);
    }
  });
}
