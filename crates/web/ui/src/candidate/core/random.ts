/** Random bytes as hexadecimal digits, from the system's generator. */
export function hex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const DEVICE = "ambang.device";

const ID = /^[0-9a-f]{32}$/;

/**
 * The id of this browser: the same log-in from here keeps its lease. `known` is what the database has, which is on
 * the disk before it counts; what stands here survives the loss of the database, and not always a power cut.
 */
export function deviceId(known: string | undefined): string {
  try {
    const kept = localStorage.getItem(DEVICE);
    const id = [known, kept].find((one) => one && ID.test(one));
    if (id && id === kept) return id;
    const fresh = id ?? hex(16);
    localStorage.setItem(DEVICE, fresh);
    return fresh;
  } catch {
    // Without storage every load is another device; a proctor releases the seat.
    return (session ??= known ?? hex(16));
  }
}

let session: string | undefined;
