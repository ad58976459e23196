import type { Held } from "./held.ts";
import { committed, done, open } from "./idb.ts";
import type { Kept, KeptPaper, Served, Storage } from "./storage.ts";

const NAME = "ambang";
const VERSION = 1;
const CURRENT = "current";
const DEVICE = "device";
/** Every store, and by what its rows begin: the attempt. */
const STORES = ["attempts", "events", "papers", "pictures", "marks"] as const;
type Store = (typeof STORES)[number];
/** The stores of a transaction. */
type Rows = (name: Store) => IDBObjectStore;
/** The stores of which a shared PC keeps nothing once another candidate sits down. */
const CONTENT: readonly Store[] = ["papers", "pictures"];

/** Opens the database of this PC. */
export async function openStorage(): Promise<Storage> {
  const database = await open(NAME, VERSION, (fresh) =>
    STORES.forEach((name) => fresh.createObjectStore(name)),
  );
  return new IdbStorage(database);
}

/** All keys that begin with these parts. */
function under(...parts: (string | number)[]): IDBKeyRange {
  return IDBKeyRange.bound(parts, [...parts, []]);
}

class IdbStorage implements Storage {
  readonly durable = true;
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  #read<T>(store: Store, ask: (rows: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return done(ask(this.#database.transaction(store).objectStore(store)));
  }

  async #write(stores: readonly Store[], act: (rows: Rows) => void): Promise<void> {
    // Strict: on the disk, not in a cache, before it counts as kept.
    const transaction = this.#database.transaction([...stores], "readwrite", { durability: "strict" });
    const end = committed(transaction);
    act((name) => transaction.objectStore(name));
    await end;
  }

  async device(): Promise<string | undefined> {
    const id = await this.#read<unknown>("marks", (rows) => rows.get(DEVICE));
    return typeof id === "string" ? id : undefined;
  }

  keepDevice(id: string): Promise<void> {
    return this.#write(["marks"], (rows) => rows("marks").put(id, DEVICE));
  }

  async current(): Promise<Kept | undefined> {
    const attempt = await this.#read<unknown>("marks", (rows) => rows.get(CURRENT));
    return typeof attempt === "string" ? this.attempt(attempt) : undefined;
  }

  attempt(attempt: string): Promise<Kept | undefined> {
    return this.#read<Kept | undefined>("attempts", (rows) => rows.get([attempt]));
  }

  keep(kept: Kept): Promise<void> {
    return this.#write(["attempts"], (rows) => rows("attempts").put(kept, [kept.attempt]));
  }

  async sitDown(kept: Kept, oldestMs: number): Promise<void> {
    const all = await this.#all();
    await this.#write(STORES, (rows) => {
      for (const other of all) if (other.attempt !== kept.attempt) clear(rows, other, oldestMs);
      rows("attempts").put(kept, [kept.attempt]);
      rows("marks").put(kept.attempt, CURRENT);
    });
  }

  async standUp(): Promise<void> {
    const all = await this.#all();
    await this.#write(STORES, (rows) => {
      for (const kept of all) clear(rows, kept, -Infinity);
      rows("marks").delete(CURRENT);
    });
  }

  #all(): Promise<Kept[]> {
    return this.#read<Kept[]>("attempts", (rows) => rows.getAll());
  }

  events(attempt: string, epoch: number): Promise<Held[]> {
    return this.#read<Held[]>("events", (rows) => rows.getAll(under(attempt, epoch)));
  }

  async unsentOfOthers(attempt: string, epoch: number): Promise<number> {
    const range = under(attempt);
    const [keys, events] = await Promise.all([
      this.#read("events", (rows) => rows.getAllKeys(range)),
      this.#read<Held[]>("events", (rows) => rows.getAll(range)),
    ]);
    const isOther = (key: IDBValidKey | undefined): boolean => Array.isArray(key) && key[1] !== epoch;
    return events.filter((held, at) => held.verdict === undefined && isOther(keys[at])).length;
  }

  write(attempt: string, epoch: number, changes: ReadonlyMap<number, Held | undefined>): Promise<void> {
    return this.#write(["events"], (rows) => {
      for (const [seq, held] of changes) {
        if (held) rows("events").put(held, [attempt, epoch, seq]);
        else rows("events").delete([attempt, epoch, seq]);
      }
    });
  }

  async paper(attempt: string): Promise<KeptPaper | undefined> {
    const served = await this.#read<Served | undefined>("papers", (rows) => rows.get([attempt]));
    if (!served) return undefined;
    const [keys, blobs] = await Promise.all([
      this.#read("pictures", (rows) => rows.getAllKeys(under(attempt))),
      this.#read<Blob[]>("pictures", (rows) => rows.getAll(under(attempt))),
    ]);
    const named = blobs.map((blob, at) => [String((keys[at] as IDBValidKey[])[1]), blob] as const);
    return { ...served, pictures: new Map(named) };
  }

  keepPaper(attempt: string, served: Served): Promise<void> {
    return this.#write(["papers"], (rows) => rows("papers").put(served, [attempt]));
  }

  keepPicture(attempt: string, digest: string, picture: Blob): Promise<void> {
    return this.#write(["pictures"], (rows) => rows("pictures").put(picture, [attempt, digest]));
  }

  conclude(kept: Kept): Promise<void> {
    return this.#write(STORES, (rows) => {
      for (const name of STORES) if (name !== "marks") rows(name).delete(under(kept.attempt));
      rows("attempts").put(kept, [kept.attempt]);
    });
  }

  forget(attempt: string): Promise<void> {
    return this.#write(STORES, (rows) => {
      for (const name of STORES) if (name !== "marks") rows(name).delete(under(attempt));
      rows("marks").delete(CURRENT);
    });
  }

  close(): void {
    this.#database.close();
  }
}

/** Of an attempt of whoever sits here no more; all of it where it is older than `oldestMs`. */
function clear(rows: Rows, { attempt, savedAt }: Kept, oldestMs: number): void {
  const stores = savedAt < oldestMs ? STORES : CONTENT;
  stores.forEach((name) => rows(name).delete(under(attempt)));
  // The name goes too; unsent events stay under the attempt's number alone.
  if (savedAt >= oldestMs) rows("attempts").put({ ...nameless(attempt), savedAt }, [attempt]);
}

function nameless(attempt: string): Kept {
  return {
    attempt,
    epoch: 0,
    seated: undefined,
    savedAt: 0,
    state: undefined,
    stateAt: 0,
    base: undefined,
    savedAnswerAt: undefined,
    openedAt: undefined,
    ready: false,
  };
}
