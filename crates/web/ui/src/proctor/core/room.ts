import type { Seat, Sitting } from "./model.ts";

/** The sitting as the page knows it: what the server said last, and what the page has seen of pauses itself. */
export interface Room {
  readonly sitting: Sitting;
  readonly seats: ReadonlyMap<string, Seat>;
  /** Since when the room stands still, if this page saw it begin. */
  readonly pausedSince: number | undefined;
}

/** A-2 stands before A-10. */
const COLLATOR = new Intl.Collator("id", { numeric: true });

/** The whole sitting. What was seen before stays, as long as it is the same sitting. */
export function snapshot(before: Room | undefined, sitting: Sitting): Room {
  const same = before?.sitting.id === sitting.id ? before : undefined;
  const ordered = [...sitting.seats].sort((a, b) => COLLATOR.compare(a.place, b.place));
  const seats = new Map(ordered.map((seat) => [seat.attempt, seat]));
  return room(same, { ...sitting, seats: ordered }, seats);
}

/** The sitting with those seats only that have changed. */
export function delta(before: Room, change: Sitting): Room {
  const seats = new Map(before.seats);
  for (const seat of change.seats) seats.set(seat.attempt, seat);
  // A seat keeps its place in the order; one that is new comes at the end.
  return room(before, { ...change, seats: [...seats.values()] }, seats);
}

function room(before: Room | undefined, sitting: Sitting, seats: ReadonlyMap<string, Seat>): Room {
  return { sitting, seats, pausedSince: pausedSince(before, sitting) };
}

function pausedSince(before: Room | undefined, sitting: Sitting): number | undefined {
  if (!sitting.paused) return undefined;
  if (!before) return sitting.outages.find((outage) => outage.to === null)?.from;
  if (before.sitting.paused) return before.pausedSince;
  // After a long outage the room stands still from its start, which lies before anything heard of it.
  const known = before.sitting.outages.length;
  const fresh = sitting.outages.slice(known).map((outage) => outage.from);
  return Math.min(sitting.now, ...fresh);
}

/** Candidates who have been seen at the desk. */
export function arrived(sitting: Sitting): number {
  const { present, logged_in, answering, disconnected, paused, finished } = sitting.counters;
  return present + logged_in + answering + disconnected + paused + finished;
}

/** Candidates whose time has begun and is not over. */
export function running(room: Room): number {
  let count = 0;
  for (const seat of room.seats.values()) if (seat.status === "running") count += 1;
  return count;
}
