import { ask as askServer, type Ask } from "../api/client.ts";
import type { components } from "../api/types.d.ts";
import { ended } from "../staff/session.svelte.ts";

type Schemas = components["schemas"];

export type Selection = Schemas["Selection"];
export type Formation = Schemas["Formation"];
export type RankingPage = Schemas["RankingPage"];
export type RankedSeat = Schemas["RankedSeat"];
export type Histograms = Schemas["Histograms"];
export type Distribution = Schemas["Distribution"];
export type Draft = Schemas["Draft"];
export type DraftPreview = Schemas["DraftPreview"];
export type ResultRow = Schemas["ResultRow"];
export type Publication = Schemas["Publication"];
export type Sitting = Schemas["SittingSummary"];
export type Correction = Schemas["Correction"];

/** One request; where the session has ended the log-in comes back. */
async function ask<T>(path: string, options?: Ask): Promise<T> {
  try {
    return await askServer<T>(path, options);
  } catch (error) {
    ended(error);
    throw error;
  }
}

/** The most rows that the server gives at once. */
export const RANKING_MAX = 200;

export const selections = (signal?: AbortSignal): Promise<Selection[]> => ask("/selections", of(signal));

export const formations = (selection: string, signal?: AbortSignal): Promise<Formation[]> =>
  ask(`/selections/${selection}/formations`, of(signal));

export const sittings = (selection: string, signal?: AbortSignal): Promise<Sitting[]> =>
  ask(`/selections/${selection}/sittings`, of(signal));

export interface Part {
  readonly formation: string;
  readonly from: number;
  readonly limit: number;
}

export const ranking = (
  selection: string,
  { formation, from, limit }: Part,
  signal?: AbortSignal,
): Promise<RankingPage> =>
  ask(`/selections/${selection}/ranking`, { ...of(signal), query: { formation, from, limit } });

/** The page of the list on which a candidate stands; a problem `not_found` where they do not. */
export const rankingAround = (
  selection: string,
  formation: string,
  participant_no: string,
): Promise<RankingPage> =>
  ask(`/selections/${selection}/ranking`, { query: { formation, participant_no, limit: RANKING_MAX } });

export const histograms = (
  selection: string,
  formation: string | undefined,
  signal?: AbortSignal,
): Promise<Histograms> => ask(`/selections/${selection}/histograms`, { ...of(signal), query: { formation } });

export const drafts = (selection: string, signal?: AbortSignal): Promise<Draft[]> =>
  ask(`/selections/${selection}/drafts`, of(signal));

/** A draft with a hundred thousand rows takes a while to come. */
const LONG_MS = 120_000;

export const draft = (id: string, signal?: AbortSignal): Promise<DraftPreview> =>
  ask(`/drafts/${id}`, { ...of(signal), timeoutMs: LONG_MS });

export const createDraft = (selection: string, body: Schemas["NewDraft"]): Promise<Draft> =>
  ask(`/selections/${selection}/drafts`, { body, timeoutMs: LONG_MS });

export const approve = (id: string, digest: string): Promise<Draft> =>
  ask(`/drafts/${id}/approve`, { body: { digest }, timeoutMs: LONG_MS });

export const publish = (id: string): Promise<Publication> =>
  ask(`/drafts/${id}/publish`, { body: {}, timeoutMs: LONG_MS });

export const publications = (selection: string, signal?: AbortSignal): Promise<Publication[]> =>
  ask(`/public/selections/${selection}/publications`, of(signal));

/** Where a published document can be had, byte for byte. */
export function documentPath(publication: string): string {
  return `/api/v1/public/publications/${publication}`;
}

function of(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}
