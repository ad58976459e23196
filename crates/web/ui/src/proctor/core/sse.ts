/** One event of a stream of server-sent events. */
export interface StreamEvent {
  readonly name: string;
  readonly data: string;
  /** The cursor in force once this event has been seen. */
  readonly id: string | undefined;
}

/** More in one event is no stream of ours; 500 seats take a fifth of a megabyte. */
const BUFFER_MAX = 8_000_000;

/** Takes a stream apart as it comes, cut wherever the network cuts it. Comments carry nothing. */
export class EventReader {
  #rest = "";

  read(text: string): readonly StreamEvent[] {
    const parts = (this.#rest + text).replace(/\r\n/g, "\n").split("\n\n");
    this.#rest = parts.pop() ?? "";
    if (this.#rest.length > BUFFER_MAX) throw new RangeError("an event without an end");
    return parts.map(parse).filter((event) => event !== undefined);
  }
}

function parse(block: string): StreamEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const at = line.indexOf(":");
    if (at <= 0) continue;
    const [name, value] = [line.slice(0, at), line.slice(at + 1).replace(/^ /, "")];
    const before = name === "data" ? fields.get(name) : undefined;
    fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  const data = fields.get("data");
  if (data === undefined) return undefined;
  return { name: fields.get("event") ?? "message", data, id: fields.get("id") };
}
