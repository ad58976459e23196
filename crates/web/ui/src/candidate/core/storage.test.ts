import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import type { Held } from "./held.ts";
import { openStorage } from "./storage-idb.ts";
import { MemoryStorage } from "./storage-memory.ts";
import type { Kept, Storage } from "./storage.ts";

function held(seq: number): Held {
  return { seq, id: `e${seq}`, item: "i", deed: { kind: "clear" }, rebase: false, clientMs: 0, block: 0 };
}

function kept(attempt: string, savedAt: number): Kept {
  const none = { state: undefined, base: undefined, savedAnswerAt: undefined, openedAt: undefined };
  const seated = { attempt, name: `Peserta ${attempt}` } as NonNullable<Kept["seated"]>;
  return { attempt, epoch: 1, seated, savedAt, stateAt: 0, ready: false, ...none };
}

const events = (...all: Held[]): Map<number, Held | undefined> => new Map(all.map((one) => [one.seq, one]));

describe.each<[string, () => Promise<Storage>]>([
  ["database", openStorage],
  ["memory", async () => new MemoryStorage()],
])("the %s", (_name, make) => {
  let storage: Storage;

  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory();
    storage = await make();
  });

  it("keeps events by attempt and epoch, in order, until they are forgotten", async () => {
    await storage.write("a", 1, events(held(10), held(2)));
    await storage.write("a", 2, events(held(3)));
    await storage.write("ab", 1, events(held(1)));
    const numbers = (await storage.events("a", 1)).map(({ seq }) => seq).sort((a, b) => a - b);
    expect(numbers).toEqual([2, 10]);
    await storage.write("a", 1, new Map([[10, undefined]]));
    expect(await storage.events("a", 1)).toEqual([held(2)]);
    await storage.forget("a");
    expect(await storage.events("a", 2)).toEqual([]);
    expect(await storage.events("ab", 1)).toHaveLength(1);
  });

  it("counts what an earlier lease never sent", async () => {
    await storage.write("a", 1, events(held(1), { ...held(2), verdict: "accepted" }));
    await storage.write("a", 3, events(held(3)));
    expect(await storage.unsentOfOthers("a", 3)).toBe(1);
  });

  it("keeps the id of this browser, whoever sits here", async () => {
    expect(await storage.device()).toBeUndefined();
    await storage.keepDevice("a".repeat(32));
    await storage.sitDown(kept("a1", 10), 0);
    await storage.sitDown(kept("a2", 20), 15);
    await storage.forget("a2");
    expect(await storage.device()).toBe("a".repeat(32));
  });

  it("keeps the paper of who sits here, and of nobody else", async () => {
    await storage.sitDown(kept("a", 100), 0);
    await storage.keepPaper("a", { paper: { sections: [] }, blocks: [] });
    await storage.keepPicture("a", "d1", new Blob(["x"]));
    expect((await storage.paper("a"))?.pictures.has("d1")).toBe(true);
    await storage.write("a", 1, events(held(1)));
    await storage.sitDown(kept("b", 200), 50);
    expect(await storage.paper("a")).toBeUndefined();
    expect((await storage.current())?.attempt).toBe("b");
    expect(await storage.events("a", 1)).toHaveLength(1);
  });

  it("keeps of a concluded attempt how it ended, and who sits here", async () => {
    await storage.sitDown(kept("a", 100), 0);
    await storage.keepPaper("a", { paper: { sections: [] }, blocks: [] });
    await storage.write("a", 1, events(held(1)));
    const outcome = { count: { late: 1, refused: 0 }, complete: false, at: 5 };
    await storage.conclude({ ...kept("a", 100), seated: undefined, outcome });
    expect(await storage.current()).toMatchObject({ seated: undefined, outcome });
    expect(await storage.events("a", 1)).toEqual([]);
    expect(await storage.paper("a")).toBeUndefined();
  });

  it("knows nobody by name when one has stood up, and keeps what was not sent", async () => {
    await storage.sitDown(kept("a", 100), 0);
    await storage.keepPaper("a", { paper: { sections: [] }, blocks: [] });
    await storage.write("a", 1, events(held(1)));
    await storage.standUp();
    expect(await storage.current()).toBeUndefined();
    expect((await storage.attempt("a"))?.seated).toBeUndefined();
    expect(await storage.paper("a")).toBeUndefined();
    expect(await storage.events("a", 1)).toEqual([held(1)]);
  });

  it("knows nobody after the last one was forgotten", async () => {
    await storage.sitDown(kept("a", 100), 0);
    await storage.forget("a");
    expect(await storage.current()).toBeUndefined();
    expect(await storage.attempt("a")).toBeUndefined();
  });
});

describe("the database", () => {
  it("drops the name of the last candidate, and everything once the day is over", async () => {
    globalThis.indexedDB = new IDBFactory();
    const storage = await openStorage();
    await storage.sitDown(kept("a", 100), 0);
    await storage.write("a", 1, events(held(1)));
    await storage.sitDown(kept("b", 200), 50);
    expect((await storage.attempt("a"))?.seated).toBeUndefined();
    await storage.sitDown(kept("c", 300), 250);
    expect(await storage.events("a", 1)).toEqual([]);
    expect(await storage.attempt("a")).toBeUndefined();
  });
});
