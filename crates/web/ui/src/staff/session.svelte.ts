import { ask } from "../api/client.ts";
import { NoAnswer, Problem } from "../api/problem.ts";
import type { User } from "../api/staff.ts";

/** Who is logged in; `undefined` while that is not known. `lapsed` when the server ended what was going on. */
const session: { user: User | null | undefined; trouble: unknown; lapsed: boolean } = $state({
  user: undefined,
  trouble: undefined,
  lapsed: false,
});

export function staff(): Readonly<typeof session> {
  return session;
}

/** Asks the server whose cookie this is. */
export async function lookUp(): Promise<void> {
  session.trouble = undefined;
  try {
    session.user = (await ask<{ user: User }>("/staff/me")).user;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) session.user = null;
    else session.trouble = error;
  }
}

export async function logIn(name: string, password: string): Promise<void> {
  const reply = await ask<{ user: User }>("/staff/login", { body: { name, password } });
  session.user = reply.user;
  session.lapsed = false;
}

export async function logOut(): Promise<void> {
  try {
    await ask("/staff/logout", { method: "POST" });
  } catch (error) {
    // Whatever the server says, this screen shows nothing of the user any more; only a dead network is told.
    if (error instanceof NoAnswer) throw error;
  }
  session.user = null;
  session.lapsed = false;
}

/** A request was refused because the session has ended: the log-in comes back. */
export function ended(error: unknown): boolean {
  const over = error instanceof Problem && error.code === "unauthenticated";
  if (over && session.user) session.lapsed = true;
  if (over) session.user = null;
  return over;
}
