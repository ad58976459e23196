import { canonical, firstDifference } from "./canonical.ts";
import { certificateMisfit, misfit } from "./format.ts";
import { leadsTo, leafOf, rootOf } from "./merkle.ts";
import {
  finding,
  open,
  type Certificate,
  type Document,
  type Fault,
  type Finding,
  type Outside,
  type Report,
} from "./report.ts";
import { byFormation, inconsistencies } from "./rules.ts";
import { checkOfficers, checkSignature, digestOf } from "./signed.ts";

export * from "./report.ts";
export { grouped, readFingerprint } from "./fingerprint.ts";

/** Rows are hashed in portions, so that the page stays alive with a hundred thousand of them. */
const PORTION = 2_000;

export interface Progress {
  /** Called between portions with the share done, 0 to 1; what it returns is waited for. */
  (share: number): Promise<unknown>;
}

/** Takes a published list apart, from its bytes alone, and says what holds. */
export async function verifyDocument(
  bytes: Uint8Array,
  outside: Outside,
  progress?: Progress,
): Promise<Report> {
  const digest = digestOf(bytes);
  const read = readJson(bytes);
  const bad = read && misfit(read.value);
  if (!read || bad !== undefined) return unreadable(digest, bad);
  const document = read.value as Document;
  const { header, signature } = document;
  const difference = firstDifference(canonical(document), read.text);
  const spelling: Fault[] = difference === undefined ? [] : [{ kind: "spelling", at: difference }];
  const leaves = await hashRows(document, progress);
  const findings = [
    finding("readable", []),
    finding("canonical", spelling),
    checkFormations(document),
    checkRows(document, leaves),
    finding("consistent", inconsistencies(document)),
    checkOfficers(header),
    ...checkSignature(header, signature, outside.fingerprint),
    ...checkPrevious(document, outside.previous),
  ];
  return { digest, header, keyId: signature.key_id, findings };
}

/** The same for the certificate of one row. */
export function verifyCertificate(value: unknown, outside: Outside): Report {
  const digest = digestOf(new TextEncoder().encode(canonical(value)));
  const bad = certificateMisfit(value);
  if (bad !== undefined) return unreadable(digest, bad);
  const certificate = value as Certificate;
  const { header, signature } = certificate;
  const findings = [
    finding("readable", []),
    checkInclusion(certificate),
    checkOfficers(header),
    ...checkSignature(header, signature, outside.fingerprint),
  ];
  return { digest, header, keyId: signature.key_id, findings };
}

function readJson(bytes: Uint8Array): { text: string; value: unknown } | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function unreadable(digest: string, at: string | undefined): Report {
  const fault: Fault = at === undefined ? { kind: "no_json" } : { kind: "shape", at };
  return { digest, header: undefined, keyId: undefined, findings: [finding("readable", [fault])] };
}

async function hashRows({ rows }: Document, progress: Progress | undefined): Promise<Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  for (let from = 0; from < rows.length; from += PORTION) {
    await progress?.(from / rows.length);
    for (const row of rows.slice(from, from + PORTION)) leaves.push(leafOf(row));
  }
  return leaves;
}

function checkFormations({ formations, header }: Document): Finding {
  const same = rootOf(formations.map(leafOf)) === header.content.formations_root;
  return finding("formations", same ? [] : [{ kind: "formations_root" }]);
}

function checkRows(document: Document, leaves: readonly Uint8Array[]): Finding {
  const faults: Fault[] = [];
  if (rootOf(leaves) !== document.header.content.rows_root) faults.push({ kind: "rows_root" });
  for (const { entry, rows, start } of byFormation(document)) {
    const own = leaves.slice(start, start + rows.length);
    if (own.length !== entry.rows || rootOf(own) !== entry.rows_root) {
      faults.push({ kind: "formation_root", at: entry.formation.code });
    }
  }
  return finding("rows", faults);
}

function checkPrevious({ header }: Document, previous: string | undefined): Finding[] {
  const { previous: cited } = header.content.subject;
  if (cited === null) return [];
  if (previous === undefined) return [open("follows")];
  return [finding("follows", cited === previous ? [] : [{ kind: "other_previous" }])];
}

function checkInclusion({ row, formation, header }: Certificate): Finding {
  const { counts, rows_root, formations_root } = header.content;
  const faults: Fault[] = [];
  const rowAt = { leaf: leafOf(row.element), index: row.index, size: counts.rows, path: row.path };
  if (!leadsTo(rowAt, rows_root)) faults.push({ kind: "row_path" });
  const formationAt = {
    leaf: leafOf(formation.element),
    index: formation.index,
    size: counts.formations,
    path: formation.path,
  };
  if (!leadsTo(formationAt, formations_root)) faults.push({ kind: "formation_path" });
  if (row.element.formation !== formation.element.formation.code) faults.push({ kind: "other_formation" });
  return finding("included", faults);
}
