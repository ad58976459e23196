import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { canonical } from "./canonical.ts";
import { rootOf } from "./merkle.ts";
import {
  grouped,
  readFingerprint,
  verdict,
  verifyCertificate,
  verifyDocument,
  type Certificate,
  type Document,
  type Report,
} from "./verify.ts";

// The committed documents of format 1 that the server's own tests make and accept.
const GOLDEN = new URL("../../../../../publication/tests/golden/", import.meta.url);
const DOCUMENT = new Uint8Array(readFileSync(new URL("skd-result.json", GOLDEN)));
const CERTIFICATE = readFileSync(new URL("skd-result-row.json", GOLDEN), "utf8");
const DIGEST = "00f7f7df802d71cc9e2fd6bda412081ad2cf83737c62e10b79ba1691ce6d3093";

const text = new TextDecoder().decode(DOCUMENT);
const keyId = (JSON.parse(text) as Document).signature.key_id;
const outside = { fingerprint: keyId };

function changed(change: (document: Document) => void): Promise<Report> {
  const document = JSON.parse(text) as Document;
  change(document);
  return verifyDocument(new TextEncoder().encode(canonical(document)), outside);
}

function failed({ findings }: Report): string[] {
  return findings.filter((one) => one.outcome === "failed").map((one) => one.claim);
}

function kinds({ findings }: Report): string[] {
  return findings.flatMap((one) => one.faults.map((fault) => fault.kind));
}

describe("the golden list", () => {
  it("holds in every respect", async () => {
    const report = await verifyDocument(DOCUMENT, outside);
    expect(report.digest).toBe(DIGEST);
    expect(failed(report)).toEqual([]);
    expect(verdict(report)).toBe("valid");
    expect(report.findings.map((one) => one.claim)).toEqual([
      "readable",
      "canonical",
      "formations",
      "rows",
      "consistent",
      "officers",
      "signature",
      "key",
    ]);
  });

  it("is of an unknown key where none, or another, is trusted", async () => {
    expect(verdict(await verifyDocument(DOCUMENT, {}))).toBe("unknown_key");
    const other = await verifyDocument(DOCUMENT, { fingerprint: "0".repeat(64) });
    expect(verdict(other)).toBe("unknown_key");
    expect(failed(other)).toEqual(["key"]);
  });

  it("does not survive any changed byte", async () => {
    for (const [at, byte] of DOCUMENT.entries()) {
      const bytes = DOCUMENT.slice();
      // Another bit from place to place, the lowest most often: those stay readable.
      bytes[at] = byte ^ (at % 3 === 0 ? 1 << (at % 8) : 1);
      const report = await verifyDocument(bytes, outside);
      if (verdict(report) !== "invalid") expect.fail(`byte ${at} was changed and not missed`);
    }
  }, 120_000);

  it("does not survive a byte too many or too few", async () => {
    for (const bytes of [text.slice(0, -1), `${text}\n`, `\uFEFF${text}`, ` ${text}`, ""]) {
      expect(verdict(await verifyDocument(new TextEncoder().encode(bytes), outside))).toBe("invalid");
    }
  });

  it("does not survive a doubled or an unknown field", async () => {
    const doubled = text.replace('"rank":1,', '"rank":1,"rank":1,');
    expect(failed(await verifyDocument(new TextEncoder().encode(doubled), outside))).toEqual(["canonical"]);
    const unknown = await changed((document) => Object.assign(document.rows[0] ?? {}, { zz: 1 }));
    expect(kinds(unknown)).toEqual(["shape"]);
  });
});

describe("a forged list", () => {
  it("is traced to the formation whose row was changed", async () => {
    const report = await changed(({ rows }) => Object.assign(rows[9] ?? {}, { nonce: "e".repeat(32) }));
    expect(failed(report)).toEqual(["rows"]);
    expect(report.findings.find((one) => one.claim === "rows")?.faults).toEqual([
      { kind: "rows_root" },
      { kind: "formation_root", at: "F-02" },
    ]);
  });

  it("misses dropped, doubled and swapped rows", async () => {
    expect(failed(await changed(({ rows }) => rows.splice(3, 1)))).toContain("rows");
    const doubled = await changed(({ rows }) => rows.push(rows[0] as Document["rows"][0]));
    expect(kinds(doubled)).toContain("participant_doubled");
    const swapped = await changed(({ rows }) => rows.reverse());
    expect(failed(swapped)).toEqual(["rows", "consistent"]);
  });

  it("misses a sum, a rank, a code and a quota", async () => {
    expect(kinds(await changed(({ rows }) => Object.assign(rows[0] ?? {}, { total: 1 })))).toContain("total");
    expect(kinds(await changed(({ rows }) => Object.assign(rows[1] ?? {}, { rank: 7 })))).toContain("rank");
    expect(kinds(await changed(({ rows }) => Object.assign(rows[4] ?? {}, { code: "P/L" })))).toContain(
      "cut",
    );
    const quota = await changed(({ formations }) => {
      if (formations[2]) formations[2].formation.quota = 3;
    });
    expect(failed(quota)).toEqual(["formations"]);
  });

  it("is not mended by new roots and counts", async () => {
    const report = await changed(({ header }) => {
      header.content.counts.rows = 15;
      header.sign_offs.drafted.at_ms -= 1;
    });
    expect(kinds(report)).toEqual(["signature"]);
  });

  it("shows one person, a wrong order and other content", async () => {
    const report = await changed(({ header: { sign_offs } }) => {
      sign_offs.approved.officer = sign_offs.drafted.officer;
      sign_offs.approved.at_ms = 0;
      sign_offs.drafted.content = "0".repeat(64);
    });
    expect(kinds(report)).toEqual(["same_person", "approved_first", "other_content", "signature"]);
  });
});

describe("a later version", () => {
  it("follows the one it cites, and no other", async () => {
    const later = (document: Document): void => {
      const subject = document.header.content.subject;
      Object.assign(subject, { version: 2, previous: "a".repeat(64) });
      subject.correction = { decisions: [{ kind: "erratum", reference: "1/2024" }], reason: "Kunci" };
    };
    const outcome = async (previous: string | undefined): Promise<string | undefined> => {
      const document = JSON.parse(text) as Document;
      later(document);
      const bytes = new TextEncoder().encode(canonical(document));
      const report = await verifyDocument(bytes, { ...outside, previous });
      expect(failed(report)).toContain("signature");
      return report.findings.find((one) => one.claim === "follows")?.outcome;
    };
    expect(await outcome("a".repeat(64))).toBe("proved");
    expect(await outcome("b".repeat(64))).toBe("failed");
    expect(await outcome(undefined)).toBe("open");
  });
});

describe("a certificate", () => {
  const read = (): Certificate => JSON.parse(CERTIFICATE) as Certificate;

  it("holds alone", () => {
    expect(verdict(verifyCertificate(read(), outside))).toBe("valid");
  });

  it("does not hold for another row, place or path", () => {
    const changes: ((certificate: Certificate) => unknown)[] = [
      ({ row }) => Object.assign(row.element, { total: 999 }),
      ({ row }) => (row.index += 1),
      ({ row }) => row.path.pop(),
      ({ row }) => row.path.push("0".repeat(64)),
      ({ formation }) => (formation.element.formation.quota += 1),
      ({ row }) => (row.element.formation = "F-01"),
      ({ header }) => (header.content.rows_root = "0".repeat(64)),
    ];
    for (const change of changes) {
      const certificate = read();
      change(certificate);
      expect(verdict(verifyCertificate(certificate, outside))).toBe("invalid");
    }
    expect(verdict(verifyCertificate({}, outside))).toBe("invalid");
  });
});

describe("small things", () => {
  it("hashes no leaves as the RFC says", () => {
    expect(rootOf([])).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("reads a fingerprint from paper", () => {
    expect(readFingerprint(grouped(keyId).toUpperCase())).toBe(keyId);
    expect(readFingerprint("abcd")).toBeUndefined();
  });
});
