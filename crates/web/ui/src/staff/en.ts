import type { StaffTexts } from "./id.ts";

/** Texts around the log-in of staff, in English. */
export const en: StaffTexts = {
  logInTitle: "Staff log-in",
  name: "User name",
  password: "Password",
  logIn: "Log in",
  logOut: "Log out",
  wrong: "User name or password is wrong.",
  lapsed: "Your session has ended. Log in again to go on where you were.",
  network: "The server cannot be reached. Check this device's network cable or Wi-Fi, then try again.",
  timeout: "The server has not answered. The network is slow or the server is busy; try again.",
  trouble:
    "The server is in trouble. Wait a moment, then try again; if it stays like this, call a technician.",
  tooMany: (seconds) =>
    seconds > 0
      ? `Too many requests from this device. Try again in ${seconds} seconds.`
      : "Too many requests from this device. Wait a moment, then try again.",
};
