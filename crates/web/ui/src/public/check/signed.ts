import { hashes, verify } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { concat, fromHex, toHex, utf8 } from "./bytes.ts";
import { canonical } from "./canonical.ts";
import { finding, open, type Fault, type Finding, type Header, type Signature } from "./report.ts";

// Chrome 109 and Firefox 115 know no Ed25519, and a page without TLS has no hashes of the browser's own.
hashes.sha512 = sha512;

const CONTENT_TAG = utf8("ambang/publication/1/content\n");
const HEADER_TAG = utf8("ambang/publication/1/header\n");

export function digestOf(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}

/** Two persons, this content, in the right order. */
export function checkOfficers({ content, sign_offs }: Header): Finding {
  const { drafted, approved } = sign_offs;
  const faults: Fault[] = [];
  if (drafted.officer.id === approved.officer.id) faults.push({ kind: "same_person" });
  if (approved.at_ms < drafted.at_ms) faults.push({ kind: "approved_first" });
  const digest = digestOf(concat(CONTENT_TAG, utf8(canonical(content))));
  for (const { content: signed, officer } of [drafted, approved]) {
    if (signed !== digest) faults.push({ kind: "other_content", at: officer.name });
  }
  return finding("officers", faults);
}

/** The signature over the header, and whether its key is the one known from outside. */
export function checkSignature(header: Header, block: Signature, fingerprint: string | undefined): Finding[] {
  const key = fromHex(block.public_key.slice("ed25519:".length));
  const keyId = digestOf(key);
  const faults: Fault[] = [];
  if (block.key_id !== keyId) faults.push({ kind: "key_id" });
  const message = concat(HEADER_TAG, utf8(canonical(header)));
  if (!holds(fromHex(block.value), message, key)) faults.push({ kind: "signature" });
  const known = fingerprint === undefined ? open("key") : finding("key", differs(fingerprint, keyId));
  return [finding("signature", faults), known];
}

function differs(fingerprint: string, keyId: string): Fault[] {
  return fingerprint === keyId ? [] : [{ kind: "key_unknown", at: keyId }];
}

function holds(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return verify(signature, message, key, { zip215: false });
  } catch {
    // Bytes that are no point of the curve.
    return false;
  }
}
