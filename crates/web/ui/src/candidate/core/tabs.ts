/** What happens to this tab. */
export interface TabEvents {
  /** This tab is the one that works. */
  readonly granted: () => void;
  /** Another tab works; this one waits until it closes. */
  readonly waiting: () => void;
  /** Another tab has asked for the work: stop now; the place is free when the promise resolves. */
  readonly taken: () => Promise<void> | void;
}

type Word = "yield" | "who" | "here" | "free";

const NAME = "ambang-exam";
/** A working tab answers within this, where there are no locks to ask. */
const ANSWER_MS = 400;

/** One tab of this browser works on the exam; every other steps back. */
export interface OnlyTab {
  begin(): void;
  /** The person wants to go on here: the working tab yields. */
  takeOver(): void;
}

export function onlyTab(events: TabEvents): OnlyTab {
  const channel = new BroadcastChannel(NAME);
  const say = (word: Word): void => channel.postMessage(word);
  // Locks need a secure context; without them tabs speak with each other, which a crashed one cannot.
  return "locks" in navigator && navigator.locks
    ? byLock(events, channel, say)
    : byWord(events, channel, say);
}

function byLock(events: TabEvents, channel: BroadcastChannel, say: (word: Word) => void): OnlyTab {
  let release: (() => void) | undefined;

  const hold = (): Promise<void> => {
    events.granted();
    return new Promise((resolve) => (release = resolve));
  };

  const queue = (): void => {
    events.waiting();
    void navigator.locks.request(NAME, hold);
  };

  channel.onmessage = async ({ data }) => {
    if (data !== "yield" || !release) return;
    const free = release;
    release = undefined;
    await events.taken();
    free();
  };

  return {
    begin: () =>
      void navigator.locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? hold() : queue())),
    takeOver: () => say("yield"),
  };
}

function byWord(events: TabEvents, channel: BroadcastChannel, say: (word: Word) => void): OnlyTab {
  let state: "asking" | "working" | "waiting" | "done" = "asking";

  const work = (): void => {
    state = "working";
    events.granted();
  };

  channel.onmessage = async ({ data }) => {
    if (data === "who" && state === "working") say("here");
    if (data === "here" && state === "asking") {
      state = "waiting";
      events.waiting();
    }
    if (data === "free" && state === "waiting") work();
    if (data === "yield" && state === "working") {
      state = "done";
      await events.taken();
      say("free");
    }
  };
  addEventListener("pagehide", () => void (state === "working" && say("free")));

  return {
    begin: () => {
      say("who");
      setTimeout(() => void (state === "asking" && work()), ANSWER_MS);
    },
    takeOver: () => say("yield"),
  };
}
