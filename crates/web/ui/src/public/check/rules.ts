import type { Document, Entry, Fault, Row } from "./report.ts";

/** What holds in every good list: counts, order, ranks, sums and cuts follow from the rows; nobody stands twice. */
export function inconsistencies(document: Document): Fault[] {
  const faults: Fault[] = [];
  const places = formationPlaces(document.formations, faults);
  checkSubject(document, faults);
  checkCounts(document, faults);
  checkPeople(document.rows, faults);
  checkScores(document, faults);
  checkOrder(document.rows, places, faults);
  for (const { entry, rows } of byFormation(document)) {
    checkRanks(rows, faults);
    checkCut(entry, rows, document.header.content.subject.admitted_codes, faults);
  }
  return faults;
}

export interface Run {
  readonly entry: Entry;
  readonly rows: readonly Row[];
  /** Place of the first of them. */
  readonly start: number;
}

/** The rows of each formation, as one run; a second run of the same formation belongs to none. */
export function byFormation(document: Document): Run[] {
  const runs = new Map<string, { start: number; rows: Row[] }>();
  let current: { start: number; rows: Row[] } | undefined;
  let before: string | undefined;
  for (const [start, row] of document.rows.entries()) {
    if (row.formation !== before) {
      current = { start, rows: [] };
      if (!runs.has(row.formation)) runs.set(row.formation, current);
      before = row.formation;
    }
    current?.rows.push(row);
  }
  return document.formations.map((entry) => ({
    entry,
    ...(runs.get(entry.formation.code) ?? { start: 0, rows: [] }),
  }));
}

function formationPlaces(formations: readonly Entry[], faults: Fault[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [place, { formation }] of formations.entries()) {
    if (places.has(formation.code)) faults.push({ kind: "formation_doubled", at: formation.code });
    else places.set(formation.code, place);
  }
  return places;
}

function checkSubject({ header }: Document, faults: Fault[]): void {
  const { sub_tests, admitted_codes, version, previous, correction } = header.content.subject;
  for (const words of [sub_tests, admitted_codes]) {
    if (new Set(words).size !== words.length) faults.push({ kind: "header" });
  }
  const later = version > 1;
  if ((previous !== null) !== later || (correction !== null) !== later) faults.push({ kind: "correction" });
}

function checkCounts({ header, formations, rows }: Document, faults: Fault[]): void {
  const { counts } = header.content;
  if (counts.formations !== formations.length) faults.push({ kind: "count", at: "formations" });
  if (counts.rows !== rows.length) faults.push({ kind: "count", at: "rows" });
  const found = new Map<string, number>();
  for (const { code } of rows) found.set(code, (found.get(code) ?? 0) + 1);
  for (const code of new Set([...found.keys(), ...Object.keys(counts.codes)])) {
    const stated = Object.hasOwn(counts.codes, code) ? counts.codes[code] : undefined;
    if (stated !== found.get(code)) faults.push({ kind: "count", at: code });
  }
}

function checkPeople(rows: readonly Row[], faults: Fault[]): void {
  const seen = new Set<string>();
  for (const { participant } of rows) {
    if (seen.has(participant)) faults.push({ kind: "participant_doubled", at: participant });
    seen.add(participant);
  }
}

function checkScores({ header, rows }: Document, faults: Fault[]): void {
  const subTests = header.content.subject.sub_tests.slice().sort();
  for (const row of rows) {
    const { participant: at, rank, scores, total } = row;
    if (scores === null || total === null) {
      if (scores !== total || rank !== null) faults.push({ kind: "scores", at });
      continue;
    }
    const own = Object.keys(scores).sort();
    if (own.length !== subTests.length || own.some((name, place) => name !== subTests[place])) {
      faults.push({ kind: "scores", at });
    }
    const sum = Object.values(scores).reduce((all, points) => all + points, 0);
    if (sum !== total) faults.push({ kind: "total", at });
  }
}

function checkOrder(rows: readonly Row[], places: ReadonlyMap<string, number>, faults: Fault[]): void {
  let latest = 0;
  for (const { formation, participant } of rows) {
    const place = places.get(formation);
    if (place === undefined) faults.push({ kind: "formation_unknown", at: formation });
    else if (place < latest) faults.push({ kind: "order", at: participant });
    else latest = place;
  }
}

/** The ranked come first, ranks run 1, 2, 2, 4, equal ranks by participant number. */
function checkRanks(rows: readonly Row[], faults: Fault[]): void {
  let before: Row | undefined;
  for (const [place, row] of rows.entries()) {
    const at = row.participant;
    if (row.rank !== null) {
      if (before && before.rank === null) faults.push({ kind: "order", at });
      else if (before?.rank === row.rank) {
        if (before.participant >= row.participant) faults.push({ kind: "order", at });
      } else if (row.rank !== place + 1) faults.push({ kind: "rank", at });
    }
    before = row;
  }
}

/** Who goes on follows from rank and places alone; whoever ties with the last place has its rank. */
function checkCut(
  { formation }: Entry,
  rows: readonly Row[],
  admittedCodes: readonly string[],
  faults: Fault[],
): void {
  const { cut, code } = formation;
  if (cut === null) return;
  for (const row of rows) {
    const inside = row.rank !== null && row.rank <= cut.places;
    if (inside !== admittedCodes.includes(row.code)) faults.push({ kind: "cut", at: row.participant });
  }
  const admitted = rows.filter((row) => admittedCodes.includes(row.code));
  if (cut.admitted !== admitted.length) faults.push({ kind: "count", at: `${code}: admitted` });
  if (cut.ranked !== rows.filter((row) => row.rank !== null).length) {
    faults.push({ kind: "count", at: `${code}: ranked` });
  }
  if (cut.last_total !== (admitted[admitted.length - 1]?.total ?? null)) {
    faults.push({ kind: "last_total", at: code });
  }
}
