import type { components } from "../../api/types.d.ts";

type Schemas = components["schemas"];

export type Document = Schemas["PublicationDocument"];
export type Certificate = Schemas["Certificate"];
export type Header = Schemas["Header"];
export type Row = Schemas["ResultRow"];
export type Entry = Schemas["FormationEntry"];
export type Signature = Schemas["SignatureBlock"];

/** What is checked, in the order in which it is told. */
export type Claim =
  | "readable"
  | "canonical"
  | "formations"
  | "rows"
  | "consistent"
  | "officers"
  | "signature"
  | "key"
  | "follows"
  | "included";

/** Something that is wrong, with its place; texts stand in the catalogues. */
export interface Fault {
  readonly kind: string;
  readonly at?: string | number;
}

export interface Finding {
  readonly claim: Claim;
  /** `open`: there was nothing to compare with. */
  readonly outcome: "proved" | "failed" | "open";
  readonly faults: readonly Fault[];
}

export interface Report {
  /** SHA-256 of the bytes. */
  readonly digest: string;
  /** What the document says of itself, where it can be read. */
  readonly header: Header | undefined;
  /** SHA-256 of the key that signed. */
  readonly keyId: string | undefined;
  readonly findings: readonly Finding[];
}

/** What the reader holds against the document, from outside it. */
export interface Outside {
  /** Fingerprint of the key to trust: 64 hexadecimal digits. */
  readonly fingerprint?: string | undefined;
  /** SHA-256 of the version before this one. */
  readonly previous?: string | undefined;
}

/** More of a kind are not told. */
const FAULTS_MAX = 20;

export function finding(claim: Claim, faults: readonly Fault[]): Finding {
  return { claim, outcome: faults.length > 0 ? "failed" : "proved", faults: faults.slice(0, FAULTS_MAX) };
}

export function open(claim: Claim): Finding {
  return { claim, outcome: "open", faults: [] };
}

/** `valid`: nothing failed, and the key is one that was known from outside. */
export function verdict({ findings }: Report): "valid" | "unknown_key" | "invalid" {
  if (findings.some((one) => one.outcome === "failed" && one.claim !== "key")) return "invalid";
  return findings.some((one) => one.claim === "key" && one.outcome === "proved") ? "valid" : "unknown_key";
}
