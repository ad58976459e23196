import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Server } from "./server.ts";
import { Staff, type Schemas } from "./staff.ts";

const repository = resolve(import.meta.dirname, "../../../..");
const demo = join(repository, "crates/ambang/demo");

/** The demo's material under a policy of two timed blocks; its code. */
export async function twoBlocks(server: Server): Promise<string> {
  const code = "dua-bagian";
  const admin = await Staff.logIn(server, "admin");
  const preset = await readFile(join(repository, "crates/scoring/presets/cpns-2024.toml"), "utf8");
  const one = "[[blocks]]\nminutes = 100\nblind_minutes = 130\n";
  if (!preset.includes(one)) throw new Error("the preset has other blocks");
  const block = (tests: string, minutes: number): string =>
    `[[blocks]]\nsub_tests = [${tests}]\nminutes = ${minutes}\nblind_minutes = ${minutes + 20}\n`;
  const policy = preset.replace(one, `${block('"twk", "tiu"', 70)}\n${block('"tkp"', 30)}`);
  const wanted = { code, name: "Seleksi dua bagian", agency: "Badan Contoh", policy };
  const { id } = await admin.post<Schemas["Selection"]>("/selections", wanted);
  const formations = await readFile(join(demo, "formations.csv"), "utf8");
  await admin.post(`/selections/${id}/formations?file=formations.csv`, formations, "text/csv");
  const items = await material();
  await admin.post(`/selections/${id}/items`, items.body, items.type);
  await admin.post(`/selections/${id}/forms`, { name: "Paket A" });
  return code;
}

async function material(): Promise<{ body: Buffer; type: string }> {
  const form = new FormData();
  form.append("items", new Blob([await readFile(join(demo, "items.csv"))]), "items.csv");
  for (const name of await readdir(join(demo, "pictures"))) {
    form.append("picture", new Blob([await readFile(join(demo, "pictures", name))]), name);
  }
  const encoded = new Response(form);
  const type = encoded.headers.get("content-type") ?? "";
  return { body: Buffer.from(await encoded.arrayBuffer()), type };
}
