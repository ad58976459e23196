import type { components } from "../src/api/types.d.ts";
import type { Choice } from "./points.ts";
import type { Server } from "./server.ts";
import type { Ticket } from "./staff.ts";
import { cookieOf, type Reply } from "./wire.ts";

type Schemas = components["schemas"];

/** How a candidate answers: so many items with what stands first, or as is chosen. */
export type Plan = number | ((paper: Schemas["Paper"]) => readonly Choice[]);

/** A candidate over HTTP, without a browser, who has the paper and does nothing. */
export async function begin(
  server: Server,
  ticket: Ticket,
): Promise<Schemas["Started"] & { cookie: string }> {
  const device = ticket.participantNo.padStart(32, "0");
  const { participantNo: participant_no, pin } = ticket;
  const seat = await post(server, "login", "", { participant_no, pin, device });
  const cookie = cookieOf(seat);
  const { state } = JSON.parse(seat.text) as Schemas["CandidateLoggedIn"];
  const started = await post(server, "start", cookie, { epoch: state.epoch });
  return { ...(JSON.parse(started.text) as Schemas["Started"]), cookie };
}

/** One who answers and finishes. */
export async function sit(server: Server, ticket: Ticket, plan: Plan): Promise<void> {
  const { attempt } = ticket;
  const { cookie, paper, state } = await begin(server, ticket);
  const events = choices(paper, plan).map(({ item, option }, at) => ({
    seq: at + 1,
    id: (at + 1).toString(16).padStart(16, "0"),
    kind: "answer",
    item,
    option,
    client_ms: at + 1,
  }));
  const judged = await post(server, "events", cookie, { epoch: state.epoch, events });
  const { verdicts } = JSON.parse(judged.text) as Schemas["EventsAnswered"];
  server.tape.note(attempt, { epoch: state.epoch, events }, verdicts);
  const ended = await post(server, "finish", cookie, { epoch: state.epoch, last_seq: events.length });
  const { receipt } = JSON.parse(ended.text) as Schemas["Ended"];
  if (receipt) server.tape.receipt(attempt, receipt);
}

function choices(paper: Schemas["Paper"], plan: Plan): readonly Choice[] {
  if (typeof plan !== "number") return plan(paper);
  const asked = paper.sections.flatMap((section) => section.items).slice(0, plan);
  return asked.map(({ id, options }) => ({ item: id, option: options[0]?.id ?? "" }));
}

function post(server: Server, what: string, cookie: string, body: unknown): Promise<Reply> {
  const text = JSON.stringify(body);
  const asked = { method: "POST", cookie, type: "application/json", body: text } as const;
  return server.wire.get(`/api/v1/candidate/${what}`, asked);
}
