/** Random bytes as hexadecimal digits, from the system's generator. */
export function hex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const DEVICE = "ambang.device";

/** The id of this browser: the same log-in from here keeps its lease. Kept apart from the answers. */
export function deviceId(): string {
  try {
    const kept = localStorage.getItem(DEVICE);
    if (kept && /^[0-9a-f]{32}$/.test(kept)) return kept;
    const fresh = hex(16);
    localStorage.setItem(DEVICE, fresh);
    return fresh;
  } catch {
    // Without storage every load is another device; a proctor releases the seat.
    return (session ??= hex(16));
  }
}

let session: string | undefined;
