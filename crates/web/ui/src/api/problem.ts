import { shared } from "../i18n/shared.ts";

/** An RFC 9457 problem as the server sends it; further members depend on the code. */
export interface ProblemBody {
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
  readonly request_id?: string;
  readonly [member: string]: unknown;
}

/** The server refused. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly body: ProblemBody,
    /** How long the server asks to wait, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(body.detail ?? body.title ?? body.code);
  }

  get code(): string {
    return this.body.code;
  }

  get requestId(): string | undefined {
    return this.body.request_id;
  }

  /** A whole number that came with the problem, such as `expected` with `missing_seq`. */
  number(member: string): number | undefined {
    const value = this.body[member];
    return typeof value === "number" && Number.isInteger(value) ? value : undefined;
  }
}

/** No answer came: no network, no server, or not in time. What was asked for may have happened all the same. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";

  constructor(readonly reason: "network" | "timeout" | "aborted") {
    super(reason);
  }
}

/** What to tell a person about any error, in the chosen language. */
export function told(error: unknown): string {
  const texts = shared.now;
  if (error instanceof Problem) {
    return texts.problems[error.code] ?? texts.unknownProblem(error.status);
  }
  if (error instanceof NoAnswer) return error.reason === "timeout" ? texts.timeout : texts.network;
  return texts.unexpected;
}
