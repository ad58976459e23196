/**
 * A hash router: `#/sittings/1f…` survives a reload, needs no route on the server, and never leaves the page.
 * Patterns are written like `/sittings/:id`.
 */
type Names<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;

export type Parameters<P extends string> = Readonly<Record<Names<P>, string>>;

const place: { path: string } = $state({ path: read() });

function read(): string {
  return typeof location === "undefined" ? "/" : location.hash.slice(1) || "/";
}

if (typeof window !== "undefined") {
  window.addEventListener("hashchange", () => (place.path = read()));
}

/** The path in the hash; reactive. */
export function path(): string {
  return place.path;
}

/** Goes to a path; `replace` leaves no entry to come back to. */
export function go(to: string, replace = false): void {
  if (replace) {
    history.replaceState(null, "", `#${to}`);
    place.path = to;
  } else {
    location.hash = to;
  }
}

/** The parameters of a path that follows the pattern, else nothing. */
export function match<P extends string>(pattern: P, path: string): Parameters<P> | undefined {
  const [want, have] = [pattern.split("/"), path.split("/")];
  if (want.length !== have.length) return undefined;
  const found: Record<string, string> = {};
  for (const [at, part] of want.entries()) {
    const given = have[at] ?? "";
    if (part.startsWith(":") && given) found[part.slice(1)] = decode(given);
    else if (part !== given) return undefined;
  }
  return found as Parameters<P>;
}

/** A path after a pattern, with its parameters encoded. */
export function href<P extends string>(pattern: P, parameters: Parameters<P>): string {
  const given = parameters as Readonly<Record<string, string>>;
  return `#${pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(given[name] ?? ""))}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
