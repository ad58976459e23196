import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { components } from "../src/api/types.d.ts";

type Schemas = components["schemas"];
type Item = Schemas["PaperItem"];

const TABLE = resolve(import.meta.dirname, "../../../ambang/demo/items.csv");

/** What a candidate is to reach in each sub-test. */
export type Wanted = Readonly<Record<string, number>>;

/** An option that a candidate chooses. */
export interface Choice {
  readonly item: string;
  readonly option: string;
}

/** The points of the demo's options, from the office's own table: the server tells nobody the key. */
export class Points {
  readonly #known: ReadonlyMap<string, ReadonlyMap<string, number>>;

  private constructor(known: ReadonlyMap<string, ReadonlyMap<string, number>>) {
    this.#known = known;
  }

  static async read(): Promise<Points> {
    const [head = [], ...rows] = table(await readFile(TABLE, "utf8"));
    const column = (row: readonly string[], name: string): string => row[head.indexOf(name)] ?? "";
    const items = rows.map((row) => {
      const options = ["a", "b", "c", "d", "e"].map((letter): [string, number] => [
        spelled(column(row, `option_${letter}`)),
        Number(column(row, `points_${letter}`)),
      ]);
      // Options that are pictures alone cannot be told apart by their words.
      return [plain(column(row, "stem")), new Map(options.filter(([words]) => words !== ""))] as const;
    });
    return new Points(new Map(items));
  }

  /** Choices on a paper that come to exactly these points; items of pictures alone are left blank. */
  choose(paper: Schemas["Paper"], wanted: Wanted): Choice[] {
    return paper.sections.flatMap(({ sub_test, items }) => {
      let left = wanted[sub_test] ?? 0;
      const chosen = items.flatMap((item) => {
        const best = this.#best(item, left);
        left -= best?.points ?? 0;
        return best ? [{ item: item.id, option: best.option }] : [];
      });
      if (left !== 0) throw new Error(`${String(left)} points of ${sub_test} cannot be reached`);
      return chosen;
    });
  }

  #best(item: Item, most: number): { option: string; points: number } | undefined {
    const known = this.#known.get(plain(text(item.stem)));
    const options = item.options.map((option) => ({
      option: option.id,
      points: known?.get(spelled(text(option.text))) ?? 0,
    }));
    return options
      .filter(({ points }) => points > 0 && points <= most)
      .sort((a, b) => b.points - a.points)[0];
  }
}

/** Rows of a table as offices write it: commas, quotes where needed. */
function table(csv: string): string[][] {
  const cells = [...csv.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/g)];
  const rows: string[][] = [[]];
  for (const [, cell = "", end] of cells) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

/** Letters and digits alone: enough to know a question by. */
function plain(written: string): string {
  return written.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Options may differ by a space or a sign: all but the marks of bold, italic and formula. */
function spelled(written: string): string {
  return written.replace(/[*$]/g, "").replace(/\s+/g, " ").trim();
}

/** The characters of rich text, formulas as they were written. */
function text(part: unknown): string {
  if (Array.isArray(part)) return part.map(text).join("");
  if (typeof part !== "object" || part === null) return "";
  const { text: own, tex, children, items } = part as Readonly<Record<string, unknown>>;
  return typeof own === "string" ? own : typeof tex === "string" ? tex : text(children ?? items);
}
