import type { components } from "../src/api/types.d.ts";
import type { Server } from "./server.ts";
import type { Ticket } from "./staff.ts";

type Schemas = components["schemas"];

/** A candidate over HTTP, without a browser: answers so many items and finishes. */
export async function sit(server: Server, ticket: Ticket, items: number): Promise<void> {
  const device = ticket.participantNo.padStart(32, "0");
  const { participantNo: participant_no, pin } = ticket;
  const seat = await post(server, "login", "", { participant_no, pin, device });
  const cookie = seat.headers.get("set-cookie")?.split(";")[0] ?? "";
  const { state } = (await seat.json()) as Schemas["CandidateLoggedIn"];
  const started = await post(server, "start", cookie, { epoch: state.epoch });
  const { paper } = (await started.json()) as Schemas["Started"];
  const asked = paper.sections.flatMap((section) => section.items).slice(0, items);
  const events = asked.map((item, at) => ({
    seq: at + 1,
    id: (at + 1).toString(16).padStart(16, "0"),
    kind: "answer",
    item: item.id,
    option: item.options[0]?.id,
    client_ms: at + 1,
  }));
  await post(server, "events", cookie, { epoch: state.epoch, events });
  await post(server, "finish", cookie, { epoch: state.epoch, last_seq: events.length });
}

async function post(server: Server, what: string, cookie: string, body: unknown): Promise<Response> {
  const reply = await fetch(`${server.origin}/api/v1/candidate/${what}`, {
    method: "POST",
    headers: { cookie, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${what}: ${reply.status} ${await reply.text()}`);
  return reply;
}
