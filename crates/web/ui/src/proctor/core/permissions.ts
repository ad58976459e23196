import type { Grant, Role } from "../../api/staff.ts";

/** What this page offers; the server has the last word on each of them. */
export type Permission = "watch" | "check_in" | "run_room" | "seal" | "act_on_seat" | "sanction";

/** As the server's table of roles has it. */
const MAY: Partial<Record<Role, readonly Permission[]>> = {
  admin: ["watch", "check_in", "run_room", "seal", "act_on_seat"],
  registrar: ["watch", "check_in"],
  proctor: ["watch", "check_in", "run_room", "seal", "act_on_seat"],
  committee: ["watch", "seal", "sanction"],
  auditor: ["watch"],
};

export interface Place {
  readonly selection: string;
  readonly sitting: string;
}

/** What somebody with these grants may do in a sitting. */
export function permitted(grants: readonly Grant[], place: Place): ReadonlySet<Permission> {
  const held = grants.filter(({ scope }) => {
    if (scope.kind === "system") return true;
    return scope.id === (scope.kind === "selection" ? place.selection : place.sitting);
  });
  return new Set(held.flatMap(({ role }) => MAY[role] ?? []));
}

/** Whether anything on this page is for somebody with these grants. */
export function concerned(grants: readonly Grant[]): boolean {
  return grants.some(({ role }) => MAY[role] !== undefined);
}
