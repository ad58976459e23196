import type { components } from "../src/api/types.d.ts";
import type { Server } from "./server.ts";
import { cookieOf, type Wire } from "./wire.ts";

export type Schemas = components["schemas"];

/** Staff over HTTP, without a browser. */
export class Staff {
  readonly #wire: Wire;
  readonly #cookie: string;

  private constructor(wire: Wire, cookie: string) {
    this.#wire = wire;
    this.#cookie = cookie;
  }

  static async logIn(server: Server, name: string): Promise<Staff> {
    const body = JSON.stringify({ name, password: server.passwords.get(name) });
    const asked = { method: "POST", type: "application/json", body } as const;
    const cookie = cookieOf(await server.wire.get("/api/v1/staff/login", asked));
    if (!cookie) throw new Error(`no cookie for ${name}`);
    return new Staff(server.wire, cookie);
  }

  async text(path: string): Promise<string> {
    return (await this.#wire.get(`/api/v1${path}`, { cookie: this.#cookie })).text;
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse(await this.text(path)) as T;
  }

  /** Posts JSON, or a body as it is with the type that is named. */
  async post<T>(path: string, body: unknown = {}, type?: string): Promise<T> {
    const { text } = await this.#wire.get(`/api/v1${path}`, {
      method: "POST",
      cookie: this.#cookie,
      type: type ?? "application/json",
      body: type ? (body as string | Buffer) : JSON.stringify(body),
    });
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

/** A candidate of a test, with the PIN from the desk. */
export interface Ticket {
  readonly participantNo: string;
  readonly pin: string;
  readonly attempt: string;
}

interface Wanted {
  readonly seats: number;
  readonly minutes: number | readonly number[];
  readonly startsInMs?: number;
  readonly checkIn?: boolean;
  /** Code of the selection; without it the demo's. */
  readonly selection?: string;
  readonly name?: string;
  /** Code of the formation that all apply for; without it the first. */
  readonly formation?: string;
}

/** A sitting made for a test: its own candidates, its own length. */
export class Room {
  readonly admin: Staff;
  readonly id: string;
  readonly selection: string;
  /** Participant numbers, by seat. */
  readonly numbers: readonly string[];
  readonly tickets: readonly Ticket[];

  private constructor(
    admin: Staff,
    { id, selection }: { id: string; selection: string },
    numbers: readonly string[],
    tickets: readonly Ticket[],
  ) {
    this.admin = admin;
    this.id = id;
    this.selection = selection;
    this.numbers = numbers;
    this.tickets = tickets;
  }

  /** Candidates enrolled, seated and, unless the test does that itself, checked in; the sitting is not open yet. */
  static async prepare(
    server: Server,
    {
      seats,
      minutes,
      startsInMs = 0,
      checkIn = true,
      selection: code = DEMO,
      name = "Sesi uji",
      formation,
    }: Wanted,
  ): Promise<Room> {
    const admin = await Staff.logIn(server, "admin");
    const selections = await admin.get<Schemas["Selection"][]>("/selections");
    const selection = selections.find((one) => one.code === code)?.id;
    if (!selection) throw new Error(`no selection ${code}`);
    const numbers = await enrol(admin, selection, seats, formation);
    const [form] = await admin.get<Schemas["Form"][]>(`/selections/${selection}/forms`);
    const block_ms = [minutes].flat().map((one) => Math.round(one * 60_000));
    const { id } = await admin.post<Schemas["SittingCreated"]>(`/selections/${selection}/sittings`, {
      name,
      place: "Ruang Cendrawasih, Kantor Regional",
      starts: Date.now() + startsInMs,
      forms: [form?.id],
      block_ms,
      seats: numbers.map((participant_no, at) => ({ participant_no, place: `A-${at + 1}` })),
    });
    const tickets: Ticket[] = [];
    if (checkIn) {
      for (const participant_no of numbers) {
        const path = `/sittings/${id}/check-in`;
        const { pin, attempt } = await admin.post<Schemas["PrintedPin"]>(path, { participant_no });
        tickets.push({ participantNo: participant_no, pin, attempt });
        server.tape.promise(attempt, block_ms[0] ?? 0);
      }
    }
    return new Room(admin, { id, selection }, numbers, tickets);
  }

  /** The same room in the hands of another officer. */
  as(officer: Staff): Room {
    return new Room(officer, this, this.numbers, this.tickets);
  }

  /** The only seat's ticket, or that of the seat at this place. */
  ticket(at = 0): Ticket {
    const ticket = this.tickets[at];
    if (!ticket) throw new Error(`no ticket ${at}`);
    return ticket;
  }

  act(act: Schemas["RoomAct"], reason = "uji"): Promise<unknown> {
    return this.admin.post(`/sittings/${this.id}/${act}`, { reason });
  }

  /** What must rest on the seat as it is rests on it as it is now. */
  async seat(
    { attempt }: Ticket,
    act: Schemas["SeatAct"],
    more: Record<string, unknown> = {},
  ): Promise<unknown> {
    const seat =
      act === "grant" || act === "warn"
        ? (await this.view()).seats.find((one) => one.attempt === attempt)
        : undefined;
    const order = { reason: "uji", ...(seat && { seen: seat.revision }), ...more };
    return this.admin.post(`/sittings/${this.id}/seats/${attempt}/${act}`, order);
  }

  view(): Promise<Schemas["Sitting"]> {
    return this.admin.get(`/sittings/${this.id}`);
  }
}

/** Code of the demo selection. */
export const DEMO = "demo-cpns-2024";

async function enrol(admin: Staff, selection: string, count: number, wanted?: string): Promise<string[]> {
  const all = await admin.get<Schemas["Formation"][]>(`/selections/${selection}/formations`);
  const formation = all.find(({ code }) => wanted === undefined || code === wanted);
  const numbers = Array.from({ length: count }, () => freshNumber());
  const rows = numbers.map((no, at) => `${no},${NAMES[at % NAMES.length]},${formation?.code},`);
  const csv = ["participant_no,name,formation,blind", ...rows].join("\n");
  await admin.post(`/selections/${selection}/candidates?file=peserta.csv`, csv, "text/csv");
  return numbers;
}

const ORDINALS =
  "Pertama Kedua Ketiga Keempat Kelima Keenam Ketujuh Kedelapan Kesembilan Kesepuluh Kesebelas Kedua Belas";
const NAMES = ORDINALS.split(/ (?!Belas)/).map((ordinal) => `Contoh ${ordinal}`);

let next = Date.now() % 1_000_000_000;

/** Seventeen digits that no candidate of the demo has. */
function freshNumber(): string {
  next += 1;
  return `99${String(next).padStart(15, "0")}`;
}
