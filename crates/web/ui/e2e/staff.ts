import type { components } from "../src/api/types.d.ts";
import type { Server } from "./server.ts";

type Schemas = components["schemas"];
type Form = Schemas["Form"];
type Selection = Schemas["Selection"];

/** A request of staff that takes longer has hung. */
const PATIENCE_MS = 20_000;

/** Staff over HTTP, without a browser. */
export class Staff {
  readonly #origin: string;
  readonly #cookie: string;

  private constructor(origin: string, cookie: string) {
    this.#origin = origin;
    this.#cookie = cookie;
  }

  static async logIn(server: Server, name: string): Promise<Staff> {
    const password = server.passwords.get(name);
    const reply = await post(server.origin, "/staff/login", "", { name, password });
    const cookie = reply.headers.get("set-cookie")?.split(";")[0];
    if (!cookie) throw new Error(`no cookie for ${name}`);
    return new Staff(server.origin, cookie);
  }

  async get<T>(path: string): Promise<T> {
    const reply = await fetch(`${this.#origin}/api/v1${path}`, {
      headers: { cookie: this.#cookie },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!reply.ok) throw new Error(`GET ${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    const reply = await post(this.#origin, path, this.#cookie, body);
    const text = await reply.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

async function post(origin: string, path: string, cookie: string, body: unknown): Promise<Response> {
  const json = typeof body !== "string";
  const reply = await fetch(`${origin}/api/v1${path}`, {
    method: "POST",
    headers: { cookie, "content-type": json ? "application/json" : "text/csv" },
    body: json ? JSON.stringify(body) : body,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!reply.ok) throw new Error(`POST ${path}: ${reply.status} ${await reply.text()}`);
  return reply;
}

/** A candidate of a test, with the PIN from the desk. */
export interface Ticket {
  readonly participantNo: string;
  readonly pin: string;
  readonly attempt: string;
}

interface Wanted {
  readonly seats: number;
  readonly minutes: number;
  readonly startsInMs?: number;
  readonly checkIn?: boolean;
}

/** A sitting made for a test: its own candidates, its own length. */
export class Room {
  readonly admin: Staff;
  readonly id: string;
  /** Participant numbers, by seat. */
  readonly numbers: readonly string[];
  readonly tickets: readonly Ticket[];

  private constructor(admin: Staff, id: string, numbers: readonly string[], tickets: readonly Ticket[]) {
    this.admin = admin;
    this.id = id;
    this.numbers = numbers;
    this.tickets = tickets;
  }

  /** Candidates enrolled, seated and, unless the test does that itself, checked in; the sitting is not open yet. */
  static async prepare(
    server: Server,
    { seats, minutes, startsInMs = 0, checkIn = true }: Wanted,
  ): Promise<Room> {
    const admin = await Staff.logIn(server, "admin");
    const [selection] = await admin.get<Selection[]>("/selections");
    const [formation] = await admin.get<Schemas["Formation"][]>(`/selections/${selection?.id}/formations`);
    const [form] = await admin.get<Form[]>(`/selections/${selection?.id}/forms`);
    const numbers = Array.from({ length: seats }, () => freshNumber());
    const rows = numbers.map((no, at) => `${no},${NAMES[at % NAMES.length]},${formation?.code},`);
    const csv = ["participant_no,name,formation,blind", ...rows].join("\n");
    await admin.post(`/selections/${selection?.id}/candidates?file=peserta.csv`, csv);
    const sitting = await admin.post<Schemas["SittingCreated"]>(`/selections/${selection?.id}/sittings`, {
      name: "Sesi uji",
      place: "Ruang Cendrawasih, Kantor Regional",
      starts: Date.now() + startsInMs,
      forms: [form?.id],
      block_ms: [Math.round(minutes * 60_000)],
      seats: numbers.map((participant_no, at) => ({ participant_no, place: `A-${at + 1}` })),
    });
    const present = async (participant_no: string): Promise<Ticket> => {
      const path = `/sittings/${sitting.id}/check-in`;
      const printed = await admin.post<Schemas["PrintedPin"]>(path, { participant_no });
      return { participantNo: participant_no, pin: printed.pin, attempt: printed.attempt };
    };
    const tickets: Ticket[] = [];
    if (checkIn) for (const no of numbers) tickets.push(await present(no));
    return new Room(admin, sitting.id, numbers, tickets);
  }

  act(act: Schemas["RoomAct"], reason = "uji"): Promise<unknown> {
    const bare = act === "open" || act === "close" || act === "seal" || act === "resume";
    return this.admin.post(`/sittings/${this.id}/${act}`, bare ? {} : { reason });
  }

  seat(ticket: Ticket, act: Schemas["SeatAct"], more: Record<string, unknown> = {}): Promise<unknown> {
    return this.admin.post(`/sittings/${this.id}/seats/${ticket.attempt}/${act}`, { reason: "uji", ...more });
  }

  view(): Promise<Schemas["Sitting"]> {
    return this.admin.get(`/sittings/${this.id}`);
  }
}

const NAMES = ["Contoh Pertama", "Contoh Kedua", "Contoh Ketiga", "Contoh Keempat"];

let next = Date.now() % 1_000_000_000;

/** Seventeen digits that no candidate of the demo has. */
function freshNumber(): string {
  next += 1;
  return `99${String(next).padStart(15, "0")}`;
}
