import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "ambang-e2e-";
const DAY_MS = 24 * 3_600_000;

/** A new folder of this process. */
export function scratch(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

/** Removes what runs have left that were cut short: folders of processes that have ended, and all of another day. */
export async function sweep(folder = tmpdir()): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const path = join(folder, name);
    if (await isStale(path, name)) await rm(path, { recursive: true, force: true });
  }
}

async function isStale(path: string, name: string): Promise<boolean> {
  const made = await stat(path).catch(() => undefined);
  if (!made) return false;
  const [, pid] = /^ambang-e2e-(\d+)-/.exec(name) ?? [];
  return Date.now() - made.mtimeMs > DAY_MS || (pid !== undefined && !isAlive(Number(pid)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
