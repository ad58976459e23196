import { line, list, map, object, oneOf, orNull, pattern, whole, type Shape } from "./shape.ts";

/** Result lists, format 1: the fields of a document. */

const U32 = 2 ** 32 - 1;
const SHORT = line(64);
const LINE = line(400);
const HASH = pattern(/^[0-9a-f]{64}$/);
const ID = pattern(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const WORD = pattern(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/);
const INSTANT = whole(0, Number.MAX_SAFE_INTEGER);
const COUNT = whole(0, Number.MAX_SAFE_INTEGER);
const POINTS = whole(-(2 ** 31), 2 ** 31 - 1);

const DECISIONS = [
  "erratum",
  "disqualification",
  "cancellation",
  "ineligibility",
  "withdrawal",
  "late-answers-admitted",
  "objection-upheld",
];

const row = object({
  code: SHORT,
  formation: SHORT,
  head: orNull(HASH),
  nonce: pattern(/^[0-9a-f]{32}$/),
  participant: pattern(/^[0-9]{17}$/),
  rank: orNull(whole(0, U32)),
  reasons: list(SHORT, 0, 16),
  receipt: orNull(SHORT),
  scores: orNull(map(WORD, POINTS)),
  total: orNull(POINTS),
});

const cut = object({
  admitted: whole(0, U32),
  last_total: orNull(POINTS),
  places: whole(0, U32),
  ranked: whole(0, U32),
});

const entry = object({
  formation: object({
    agency: orNull(LINE),
    category: WORD,
    code: SHORT,
    cut: orNull(cut),
    location: LINE,
    position: LINE,
    position_group: orNull(WORD),
    qualification: LINE,
    quota: whole(1, U32),
  }),
  rows: COUNT,
  rows_root: HASH,
});

const correction = object({
  decisions: list(object({ kind: oneOf(...DECISIONS), reference: LINE }), 1, 1_000),
  reason: LINE,
});

const content = object({
  counts: object({ codes: map(SHORT, COUNT), formations: COUNT, rows: COUNT }),
  format: oneOf(1),
  formations_root: HASH,
  kind: oneOf("skd-result"),
  rows_root: HASH,
  subject: object({
    admitted_codes: list(SHORT, 1, 16),
    as_of_ms: INSTANT,
    correction: orNull(correction),
    policy: object({ digest: HASH, name: SHORT }),
    previous: orNull(HASH),
    selection: object({ id: ID, name: LINE }),
    stage: SHORT,
    sub_tests: list(WORD, 1, 16),
    version: whole(1, U32),
  }),
});

const officer = object({ id: ID, name: LINE, role: SHORT });
const signOff = object({ at_ms: INSTANT, content: HASH, officer });

const header = object({ content, sign_offs: object({ approved: signOff, drafted: signOff }) });

const signature = object({
  key_id: HASH,
  public_key: pattern(/^ed25519:[0-9a-f]{64}$/),
  value: pattern(/^[0-9a-f]{128}$/),
});

const document = object({ formations: list(entry), header, rows: list(row), signature });

const included = (element: Shape): Shape => object({ element, index: COUNT, path: list(HASH, 0, 64) });

const certificate = object({
  formation: included(entry),
  header,
  kind: oneOf("skd-result-row"),
  row: included(row),
  signature,
});

/** The first place that is not as format 1 says. */
export function misfit(value: unknown): string | undefined {
  return document(value, "$");
}

export function certificateMisfit(value: unknown): string | undefined {
  return certificate(value, "$");
}
