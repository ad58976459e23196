import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { call, LOADTESTS } from "./programs.ts";
import type { Server } from "./server.ts";
import { Staff, type Schemas } from "./staff.ts";

type Sitting = Schemas["Sitting"];

/**
 * Ends what still runs, exports the journals and lets the independent check hold them against what the pages were
 * told: throws in its words where anything acknowledged is missing, counted wrongly, or short of time.
 */
export async function nothingLost(server: Server): Promise<void> {
  const auditor = await Staff.logIn(server, "admin");
  const untold = await server.tape.attempts();
  for (const { id: selection, code } of await auditor.get<Schemas["Selection"][]>("/selections")) {
    const listed = await auditor.get<{ id: string }[]>(`/selections/${selection}/sittings`);
    const attempts = new Set<string>();
    for (const { id } of listed) {
      const sitting = await auditor.get<Sitting>(`/sittings/${id}`);
      await endAll(auditor, sitting);
      sitting.seats.forEach(({ attempt }) => attempts.add(attempt));
    }
    if (![...attempts].some((attempt) => untold.has(attempt))) continue;
    attempts.forEach((attempt) => untold.delete(attempt));
    const [journal, tape] = ["ndjson", "tape"].map((ending) => join(server.folder, `${code}.${ending}`));
    if (!journal || !tape) throw new Error("no file names");
    await writeFile(journal, await auditor.text(`/selections/${selection}/journal`));
    await server.tape.write(tape, attempts);
    await call(LOADTESTS, "check", "--export", journal, "--tape", tape).catch((error: unknown) => {
      const said = error as { stdout?: string; stderr?: string };
      throw new Error(`the journal of ${code}:\n${said.stdout ?? ""}${said.stderr ?? String(error)}`);
    });
  }
  if (untold.size > 0) throw new Error(`attempts in no sitting: ${[...untold].join(", ")}`);
}

/** The key may be exported while no sitting is open: whoever still runs is ended, the room closed. */
async function endAll(admin: Staff, { id, status, seats }: Sitting): Promise<void> {
  if (status !== "open") return;
  const reason = "akhir uji";
  for (const { attempt } of seats.filter((seat) => seat.status === "running")) {
    await admin.post(`/sittings/${id}/seats/${attempt}/end`, { reason });
  }
  await admin.post(`/sittings/${id}/close`, { reason });
}
