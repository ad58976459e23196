import { describe, expect, it } from "vitest";
import type { Verdict } from "../../api/candidate.ts";
import type { Held } from "./held.ts";
import { Queue } from "./queue.ts";
import { ids, running, state } from "./testing.ts";

const NOTHING = { answers: [], lastSeq: 0 };

/** A page with so many clicks on items i1, i2, …, each an answer `i1:a`. */
function page(clicks: number, from = 0): Queue {
  const queue = new Queue({ held: [], state: running(from), base: { answers: [], lastSeq: from } }, ids());
  for (let n = 1; n <= clicks; n += 1) queue.click(`i${n}`, { kind: "answer", option: `i${n}:a` }, n);
  return queue;
}

function sent(queue: Queue): string[] {
  return queue.batch().map(({ seq, id, item, deed, rebase }) => {
    const what = deed.kind === "answer" ? deed.option : deed.kind;
    return `${seq} ${rebase ? "rebase" : id} ${item} ${what}`;
  });
}

function accepted(...seqs: number[]): Verdict[] {
  return seqs.map((seq) => ({ seq, verdict: "accepted" }));
}

describe("verdicts", () => {
  it("sends again what has no verdict, and keeps what was judged", () => {
    const queue = page(3);
    expect(queue.take(accepted(1, 2), running(2))).toBe(2);
    expect(sent(queue)).toEqual(["3 e3 i3 i3:a"]);
    expect(queue.waiting).toBe(1);
  });

  it("calls late what reached the server after its block had ended", () => {
    const queue = page(1);
    queue.take([{ seq: 1, verdict: "refused", reason: "other_block" }], running(1, { block: 1 }));
    expect(queue.count).toEqual({ late: 1, refused: 0 });
    expect(queue.waiting).toBe(0);
  });

  it("keeps through a pause what was told not_running", () => {
    const queue = page(1);
    queue.take([{ seq: 1, verdict: "not_running" }], state("paused", 0));
    expect(sent(queue)).toEqual(["1 e1 i1 i1:a"]);
  });

  it("takes late, refused and a repeated verdict as final, and counts them", () => {
    const queue = page(3);
    const verdicts: Verdict[] = [
      { seq: 1, verdict: "late" },
      { seq: 2, verdict: "refused", reason: "foreign_item" },
      { seq: 3, verdict: "duplicate", first: "late" },
    ];
    expect(queue.take(verdicts, running(3))).toBe(0);
    expect(queue.waiting).toBe(0);
    expect(queue.count).toEqual({ late: 2, refused: 1 });
  });

  it("puts at most 200 events into a request", () => {
    expect(page(250).batch()).toHaveLength(200);
  });
});

describe("numbers", () => {
  it("begins behind what the server has seen", () => {
    expect(sent(page(1, 57))).toEqual(["58 e1 i1 i1:a"]);
  });

  it("begins behind what this PC has kept", () => {
    const held = [event(58, "i1"), event(59, "i2")];
    const queue = new Queue({ held, state: running(57), base: { answers: [], lastSeq: 57 } }, ids());
    queue.click("i3", { kind: "flag" }, 5);
    expect(queue.batch().map(({ seq }) => seq)).toEqual([58, 59, 60]);
  });

  it("moves what has no verdict behind the server's number at a conflict", () => {
    const queue = page(3);
    queue.take(accepted(1), running(1));
    queue.take(
      [
        { seq: 2, verdict: "conflict" },
        { seq: 3, verdict: "conflict" },
      ],
      running(5),
    );
    expect(sent(queue)).toEqual(["6 e2 i2 i2:a", "7 e3 i3 i3:a"]);
    expect(queue.last).toBe(7);
  });

  it("shows its own click again when a conflict makes it the newest", () => {
    const answers = [{ item: "i1", option: "i1:b", flagged: false }];
    const queue = new Queue(
      { held: [event(4, "i1")], state: running(5), base: { answers, lastSeq: 5 } },
      ids(),
    );
    expect(queue.standing("i1").option).toBe("i1:b");
    queue.take([{ seq: 4, verdict: "conflict" }], running(5));
    expect(queue.standing("i1").option).toBe("i1:a");
    expect(queue.batch()[0]?.seq).toBe(6);
  });
});

describe("a server set back to an earlier commit", () => {
  it("gets again, under the same numbers, what it lost", () => {
    const queue = page(4);
    queue.take(accepted(1, 2, 3), running(3));
    queue.take([{ seq: 4, verdict: "missing_seq", expected: 2 }], running(1));
    expect(sent(queue)).toEqual(["2 e2 i2 i2:a", "3 e3 i3 i3:a", "4 e4 i4 i4:a"]);
  });

  it("is noticed by a lower last_seq while nothing is being sent", () => {
    const queue = page(3);
    queue.take(accepted(1, 2, 3), running(3));
    expect(queue.batch()).toEqual([]);
    queue.learn(running(1));
    expect(sent(queue)).toEqual(["2 e2 i2 i2:a", "3 e3 i3 i3:a"]);
    queue.learn(running(1));
    expect(queue.waiting).toBe(2);
  });

  it("is noticed when the page comes back", () => {
    const held = [1, 2, 3].map((seq) => ({ ...event(seq, `i${seq}`), verdict: "accepted" as const }));
    const base = { answers: [{ item: "i1", option: "i1:a", flagged: false }], lastSeq: 1 };
    const queue = new Queue({ held, state: running(1), base }, ids());
    expect(queue.batch().map(({ seq }) => seq)).toEqual([2, 3]);
    expect(queue.standing("i3").option).toBe("i3:a");
  });

  it("gets all current answers, blanks too, where the page has lost the events", () => {
    const answers = [
      { item: "i1", option: "i1:c", flagged: true },
      { item: "i2", option: null, flagged: true },
    ];
    const queue = new Queue({ held: [], state: running(57), base: { answers, lastSeq: 57 } }, ids());
    queue.setItems(new Map(["i1", "i2", "i3"].map((item) => [item, 0])));
    queue.click("i2", { kind: "answer", option: "i2:a" }, 9);
    queue.take([{ seq: 58, verdict: "missing_seq", expected: 41 }], running(40));
    expect(sent(queue)).toEqual([
      "41 rebase i1 i1:c",
      "42 rebase i1 flag",
      "43 rebase i2 i2:a",
      "44 rebase i2 flag",
      "45 rebase i3 clear",
      "46 rebase i3 unflag",
      "47 e1 i2 i2:a",
    ]);
  });

  it("does not get events of a block that has not begun again", () => {
    const queue = page(1);
    queue.take(accepted(1), running(1, { block: 1 }));
    queue.click("i9", { kind: "answer", option: "i9:a" }, 9);
    queue.take(accepted(2), running(2, { block: 1 }));
    queue.learn(running(0));
    expect(sent(queue)).toEqual(["1 e1 i1 i1:a"]);
    expect(queue.last).toBe(1);
    queue.take(accepted(1), running(1, { block: 1 }));
    expect(sent(queue)).toEqual(["2 e2 i9 i9:a"]);
  });

  it("repeats an answer in the block of its item, whenever it was given", () => {
    const answers = ["i1", "i2"].map((item) => ({ item, option: `${item}:a`, flagged: false }));
    const state = running(9, { block: 1 });
    const queue = new Queue({ held: [], state, base: { answers, lastSeq: 9 } }, ids());
    queue.setItems(
      new Map([
        ["i2", 1],
        ["i1", 0],
      ]),
    );
    queue.learn(running(0));
    expect(sent(queue)).toEqual(["1 rebase i1 i1:a", "2 rebase i1 unflag"]);
  });

  it("repeats answers block by block, so that none waits behind a later one", () => {
    const queue = new Queue({ held: [], state: running(9), base: NOTHING }, ids());
    queue.click("i1", { kind: "answer", option: "i1:a" }, 1);
    queue.learn(running(9, { block: 1 }));
    queue.click("i2", { kind: "answer", option: "i2:a" }, 2);
    queue.rewind(5);
    queue.learn(running(4));
    expect(sent(queue)).toEqual(["5 rebase i1 i1:a", "6 rebase i1 unflag", "7 e1 i1 i1:a"]);
    expect(queue.last).toBe(7);
  });
});

describe("storage", () => {
  it("is told every change once: new, judged, renumbered", () => {
    const queue = page(2);
    expect([...queue.takeChanges().keys()]).toEqual([1, 2]);
    expect(queue.takeChanges().size).toBe(0);
    queue.take(accepted(1), running(1));
    expect(queue.takeChanges().get(1)?.verdict).toBe("accepted");
    queue.renumber(7);
    const changes = queue.takeChanges();
    expect(changes.get(2)).toBeUndefined();
    expect(changes.has(2)).toBe(true);
    expect(changes.get(8)?.id).toBe("e2");
  });
});

function event(seq: number, item: string): Held {
  const deed = { kind: "answer", option: `${item}:a` } as const;
  return { seq, id: `old${seq}`, item, deed, rebase: false, clientMs: seq, block: 0 };
}
