/** A fingerprint as people type it from paper: 64 hexadecimal digits with whatever between them. */
export function readFingerprint(text: string): string | undefined {
  const digits = text.replace(/[\s:.-]/g, "").toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined;
}

/** The printed form: sixteen groups of four digits. */
export function grouped(fingerprint: string): string {
  return fingerprint.replace(/(.{4})(?=.)/g, "$1 ");
}
