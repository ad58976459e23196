import type { StaffTexts } from "./id.ts";

/** Texts around the log-in of staff, in English. */
export const en: StaffTexts = {
  logInTitle: "Staff log-in",
  name: "User name",
  password: "Password",
  logIn: "Log in",
  logOut: "Log out",
  wrong: "User name or password is wrong.",
};
