/**
 * English texts come when a reader asks for them: most never do, and an exam-room PC has a thin line. What was asked
 * for once is here for as long as the page.
 */
const wanted: (() => Promise<void>)[] = [];

/** Names a catalogue's English part. Called once by each catalogue, when the page is loaded. */
export function onDemand(load: () => Promise<void>): void {
  wanted.push(load);
}

/** Brings the English texts of all catalogues. Fails where one cannot be had; it may be tried again. */
export async function loadEnglish(): Promise<void> {
  await Promise.all(wanted.map((load) => load()));
}
