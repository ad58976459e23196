import { ask, askBytes, askTimed } from "../api/client.ts";
import type { components } from "../api/types.d.ts";

type Schemas = components["schemas"];

export type Sitting = Schemas["PublicSitting"];
export type Board = Schemas["HallBoard"];
export type Selection = Schemas["PublicSelection"];
export type Publication = Schemas["Publication"];
export type Result = Schemas["PublicResult"];
export type Key = Schemas["PublicKey"];

export const sittings = (signal: AbortSignal): Promise<Sitting[]> => ask("/public/sittings", { signal });

export const board = (id: string, signal: AbortSignal): Promise<Board> =>
  ask(`/public/sittings/${id}/board`, { signal });

export const selections = (signal?: AbortSignal): Promise<Selection[]> =>
  ask("/public/selections", signal ? { signal } : {});

export const result = (participantNo: string): Promise<Result> => ask(`/public/results/${participantNo}`);

export const key = (): Promise<Key> => ask("/public/key");

/** How far the server's clock is ahead of this one, in milliseconds. */
export async function clockOffset(): Promise<number> {
  const { body, sentAt, receivedAt } = await askTimed<Schemas["ServerFacts"]>("/public/server");
  return body.now + (receivedAt - sentAt) / 2 - Date.now();
}

/** A list of a hundred thousand rows has about 40 MB. */
const LONG_MS = 300_000;

export async function document(publication: string): Promise<Uint8Array> {
  const path = `/public/publications/${publication}`;
  const blob = await askBytes(path, { timeoutMs: LONG_MS });
  return new Uint8Array(await blob.arrayBuffer());
}

export function documentPath(publication: string): string {
  return `/api/v1/public/publications/${publication}`;
}
