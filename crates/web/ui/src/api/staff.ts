/** Staff log-in, as `crates/api/src/staff/session.rs` answers it. */

export type Role =
  "admin" | "author" | "reviewer" | "registrar" | "proctor" | "examiner" | "committee" | "auditor";

export interface Grant {
  readonly role: Role;
  readonly scope: { readonly kind: string; readonly [member: string]: unknown };
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly full_name: string;
  readonly grants: readonly Grant[];
  readonly enabled: boolean;
}
