/** The candidate's side of the API, under short names; the shapes are generated from OpenAPI. */

import type { components } from "./types.d.ts";

type Schemas = components["schemas"];

/** Instants are milliseconds since 1970 on the server's clock. */
export type State = Schemas["State"];
export type WhyTime = Schemas["WhyTime"];
export type TimeCause = Schemas["TimeCause"];
export type Phase = Schemas["Phase"];
/** Why an attempt does not count. */
export type SetAside = Schemas["SetAside"];
export type LoggedIn = Schemas["CandidateLoggedIn"];
export type CurrentAnswer = Schemas["CurrentAnswer"];
export type StateReply = Schemas["CandidateState"];
export type Started = Schemas["Started"];
export type Paper = Schemas["Paper"];
export type Section = Schemas["PaperSection"];
export type Item = Schemas["PaperItem"];
export type Option = Schemas["PaperOption"];
export type Picture = Schemas["Picture"];
export type Block = Schemas["Block"];
export type RichText = readonly Block[];
export type Inline = Schemas["Inline"];
export type WireEvent = Schemas["SubmitEvents"]["events"][number];
export type EventKind = WireEvent["kind"];
export type Verdict = Schemas["Verdict"];
/** A verdict that does not change any more. */
export type Final = Schemas["FirstVerdict"];
export type Judged = Schemas["EventsAnswered"];
export type Receipt = Schemas["Receipt"];
export type Ended = Schemas["Ended"];
