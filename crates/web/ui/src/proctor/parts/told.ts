import { clock, countdown } from "../../i18n/format.ts";
import type { Seat, SittingAct } from "../core/model.ts";
import type { Texts } from "../id.ts";

/** An act of the ledger in words. */
export interface Told {
  readonly what: string;
  /** On which seat; empty for the whole room. */
  readonly whom: string;
  readonly who: string;
  /** Empty where no reason was asked for. */
  readonly why: string;
}

export function told(act: SittingAct, seats: ReadonlyMap<string, Seat>, t: Texts): Told {
  const seat = act.attempt === null ? undefined : seats.get(act.attempt);
  const more =
    act.length_ms !== null
      ? `+${countdown(act.length_ms)}`
      : act.from !== null && act.to !== null
        ? t.ledger.span(clock(act.from), clock(act.to))
        : "";
  const cause = act.cause === null || act.cause === "proctor" ? "" : t.dialog.pauseReasons[act.cause];
  return {
    what: [t.ledger.acts[act.act] ?? act.act, more].filter(Boolean).join(" "),
    whom: seat ? [seat.place, seat.name].filter(Boolean).join(" · ") : "",
    who: act.by ?? t.ledger.server,
    why: act.reason || cause,
  };
}
