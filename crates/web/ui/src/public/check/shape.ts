/** Strict shapes: an unknown or missing field and a value out of range are faults. */

/** Where a value does not fit; nothing when it does. */
export type Shape = (value: unknown, at: string) => string | undefined;

export function object(fields: Readonly<Record<string, Shape>>): Shape {
  const known = Object.entries(fields);
  return (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return at;
    const given = value as Readonly<Record<string, unknown>>;
    const stranger = Object.keys(given).find((key) => !Object.hasOwn(fields, key));
    if (stranger !== undefined) return `${at}.${stranger}`;
    for (const [key, shape] of known) {
      const bad = Object.hasOwn(given, key) ? shape(given[key], `${at}.${key}`) : `${at}.${key}`;
      if (bad !== undefined) return bad;
    }
    return undefined;
  };
}

export function list(of: Shape, min = 0, max = Infinity): Shape {
  return (value, at) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) return at;
    for (const [index, element] of value.entries()) {
      const bad = of(element, `${at}[${index}]`);
      if (bad !== undefined) return bad;
    }
    return undefined;
  };
}

/** A map from texts to values. */
export function map(keys: Shape, values: Shape): Shape {
  return (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return at;
    for (const [key, element] of Object.entries(value)) {
      const bad = keys(key, `${at}.${key}`) ?? values(element, `${at}.${key}`);
      if (bad !== undefined) return bad;
    }
    return undefined;
  };
}

export function whole(min: number, max: number): Shape {
  return (value, at) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max ? undefined : at;
}

export function pattern(expression: RegExp): Shape {
  return (value, at) => (typeof value === "string" && expression.test(value) ? undefined : at);
}

export function oneOf(...values: readonly (string | number)[]): Shape {
  return (value, at) => (values.some((known) => known === value) ? undefined : at);
}

export function orNull(shape: Shape): Shape {
  return (value, at) => (value === null ? undefined : shape(value, at));
}

const encoder = new TextEncoder();

/** One line of text: 1 to `max` bytes, nothing that is not seen, no white space at its ends. */
export function line(max: number): Shape {
  return (value, at) => {
    if (typeof value !== "string" || value === "" || value.trim() !== value) return at;
    // A lone surrogate is no text in UTF-8.
    if (/\p{Cc}|\p{Cs}/u.test(value)) return at;
    return encoder.encode(value).length > max ? at : undefined;
  };
}
