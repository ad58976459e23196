import type { Server } from "./server.ts";
import { Staff, type Schemas } from "./staff.ts";

/** Every sitting of a selection is held and its minutes signed, so that the list can be drawn. */
export async function holdAll(server: Server, selection: string): Promise<void> {
  const admin = await Staff.logIn(server, "admin");
  const reason = "uji";
  const sittings = await admin.get<Schemas["SittingSummary"][]>(`/selections/${selection}/sittings`);
  for (const { id, status } of sittings.filter((one) => one.status !== "sealed")) {
    if (status === "planned") await admin.post(`/sittings/${id}/open`, { reason });
    if (status !== "closed") await admin.post(`/sittings/${id}/close`, { reason });
    await admin.post(`/sittings/${id}/seal`, { reason });
  }
}

/** A list is drafted by one officer, approved by another and published; the publication's id. */
export async function publish(server: Server, selection: string): Promise<string> {
  const [first, second] = [await Staff.logIn(server, "panitia1"), await Staff.logIn(server, "panitia2")];
  const draft = await first.post<Schemas["Draft"]>(`/selections/${selection}/drafts`);
  await second.post(`/drafts/${draft.id}/approve`, { digest: draft.digest });
  await second.post(`/drafts/${draft.id}/publish`);
  return draft.id;
}
