/** The tokens by which a list says why a row has its code, in parts that a catalogue can put into words. */
export type Reason =
  | { readonly kind: "within" | "beyond"; readonly rank: number; readonly places: number }
  | { readonly kind: "tie" }
  | { readonly kind: "below"; readonly measure: string; readonly atLeast: number }
  | { readonly kind: "status"; readonly status: string }
  | { readonly kind: "unknown"; readonly token: string };

/** One token may miss several minima: each becomes a reason of its own. */
export function parseReason(token: string): readonly Reason[] {
  if (token === "tie at cut") return [{ kind: "tie" }];
  const ranked = /^rank (\d+)(<=|>)(\d+)$/.exec(token);
  if (ranked) {
    const kind = ranked[2] === ">" ? "beyond" : "within";
    return [{ kind, rank: Number(ranked[1]), places: Number(ranked[3]) }];
  }
  const status = /^status (\S+)$/.exec(token);
  if (status?.[1]) return [{ kind: "status", status: status[1] }];
  const missed = [...token.matchAll(/ ([a-z0-9-]+)<(\d+)/g)];
  const whole = `below${missed.map(([text]) => text).join("")}`;
  if (missed.length === 0 || whole !== token) return [{ kind: "unknown", token }];
  return missed.map(([, measure = "", atLeast]) => ({ kind: "below", measure, atLeast: Number(atLeast) }));
}
