import type { Item, Paper } from "../../api/candidate.ts";
import type { Standing } from "../core/held.ts";

/** An item with its place in the paper. */
export interface Placed {
  readonly item: Item;
  readonly subTest: string;
  /** From 1 over the whole paper. */
  readonly number: number;
}

export const LETTERS = "ABCDEFGHIJ";

export function placed(paper: Paper): Placed[] {
  let number = 0;
  return paper.sections.flatMap((section) =>
    section.items.map((item) => ({ item, subTest: section.sub_test, number: ++number })),
  );
}

/** The sections of the timed block that runs: nothing of a later one is to be read in this one's time. */
export function running(paper: Paper, inBlock: (item: string) => boolean): Paper {
  return { sections: paper.sections.filter(({ items }) => items[0] && inBlock(items[0].id)) };
}

/** The letter under which an option stands on this candidate's paper. */
export function letterOf(item: Item, option: string | null): string | undefined {
  const at = item.options.findIndex(({ id }) => id === option);
  return at < 0 ? undefined : LETTERS[at];
}

export interface Tally {
  readonly subTest: string;
  readonly items: number;
  readonly answered: number;
  readonly flagged: number;
}

export function tally(items: readonly Placed[], standing: (item: string) => Standing): Tally[] {
  const sums = new Map<string, Tally>();
  for (const { item, subTest } of items) {
    const sum = sums.get(subTest) ?? { subTest, items: 0, answered: 0, flagged: 0 };
    const { option, flagged } = standing(item.id);
    sums.set(subTest, {
      subTest,
      items: sum.items + 1,
      answered: sum.answered + Number(option !== null),
      flagged: sum.flagged + Number(flagged),
    });
  }
  return [...sums.values()];
}
