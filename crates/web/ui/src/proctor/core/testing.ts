import type { Counters, Seat, Sitting } from "./model.ts";

/** Made-up seats and sittings for tests. */
export function seat(change: Partial<Seat> = {}): Seat {
  return {
    attempt: "a1",
    participant_no: "90000000000000001",
    name: "Contoh Pertama",
    place: "A-1",
    status: "assigned",
    standing: "not_arrived",
    disqualified: false,
    warnings: 0,
    answered: 0,
    items: 110,
    epoch: 0,
    deadline: null,
    paused: false,
    remaining_ms: null,
    last_contact: null,
    released: false,
    rebased: 0,
    revision: 0,
    ...change,
  };
}

const NONE: Counters = {
  seats: 0,
  not_arrived: 0,
  present: 0,
  logged_in: 0,
  answering: 0,
  disconnected: 0,
  paused: 0,
  finished: 0,
  absent: 0,
  out: 0,
};

export function sitting(change: Partial<Sitting> = {}): Sitting {
  return {
    id: "t1",
    name: "Sesi 1",
    place: "Aula",
    starts: 0,
    status: "open",
    selection: "s1",
    paused: false,
    pause: null,
    opened: 0,
    outages: [],
    clock_steps: [],
    set_backs: [],
    now: 0,
    counters: NONE,
    seats: [],
    ...change,
  };
}
