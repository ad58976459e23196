import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromHex, toHex, utf8 } from "./bytes.ts";
import { canonical } from "./canonical.ts";

/** Merkle trees as RFC 6962, section 2.1, hashes them. */

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafOf(element: unknown): Uint8Array {
  return sha256(concat(LEAF, utf8(canonical(element))));
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(NODE, left, right));
}

/** The root over leaves, in hexadecimal digits. */
export function rootOf(leaves: readonly Uint8Array[]): string {
  if (leaves.length === 0) return toHex(sha256(new Uint8Array()));
  // Level by level; a last one without a sibling moves up as it is, which is the split of the RFC.
  let level = leaves;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]];
      if (left) above.push(right ? node(left, right) : left);
    }
    level = above;
  }
  return level[0] ? toHex(level[0]) : "";
}

export interface Inclusion {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  /** Sibling hashes, nearest first. */
  readonly path: readonly string[];
}

/** Whether the path leads from the leaf to the root (RFC 9162, section 2.1.3.2). */
export function leadsTo({ leaf, index, size, path }: Inclusion, root: string): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of path.map(fromHex)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = node(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = node(hash, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && toHex(hash) === root;
}
