import { number, plural } from "../../i18n/format.ts";
import type { orders as ordersId } from "./id.ts";

const candidates = (n: number): string => `${number(n)} ${plural(n, "candidate", "candidates")}`;

/** What each act says before and after it, in English. */
export const orders: typeof ordersId = {
  roomActs: {
    open: {
      button: "Open sitting",
      title: "Open the sitting?",
      what: (n) =>
        `Papers are served from now on. ${n > 0 ? `${candidates(n)} logged in ${plural(n, "gets the paper", "get theirs")} at once` : "Nobody has logged in yet"}; each one's time begins when the paper appears. An opened sitting cannot go back to not open.`,
      done: "The sitting is open.",
    },
    pause: {
      button: "Pause",
      title: "Pause the whole room?",
      what: (n) =>
        `Time stands still for the whole room, with ${candidates(n)} answering. Their screens are locked until the room goes on. No time is lost.`,
      done: "The whole room is paused.",
    },
    resume: {
      button: "Resume",
      title: "Resume the whole room?",
      what: () => "Time goes on for the whole room, for everybody at once.",
      done: "The whole room goes on.",
    },
    release: {
      button: "Allow other PCs",
      title: "Allow every candidate another PC?",
      what: (n) =>
        `Every candidate (${number(n)} answering) may log in once at another PC with the PIN. The old PC can then send no more answers. Whoever stays is not affected.`,
      done: "Every candidate may change PC once.",
    },
    incident: {
      button: "Incident",
      title: "Declare an incident for the whole room",
      what: () =>
        "Every candidate who is answering gets the time between both moments back. What already counted as a pause does not count twice.",
      done: "The incident is recorded; its time is given back.",
    },
    close: {
      button: "Close sitting",
      title: "Close the sitting?",
      what: (n) =>
        n > 0
          ? `${candidates(n)} who did not start will be recorded as absent (TH). Nobody can start after the close.`
          : "Everybody has finished. Nobody can start after the close.",
      done: "The sitting is closed.",
    },
    seal: {
      button: "Seal results",
      title: "Seal the sitting's results?",
      what: () =>
        "The minutes are declared signed. Answers and times cannot be changed any more; only the committee can still disqualify or cancel, with a reason.",
      done: "The sitting is sealed.",
    },
  },

  seatActs: {
    release: {
      button: "Allow another PC",
      title: (who) => `Allow ${who} another PC?`,
      what: "The candidate may log in at another PC with the PIN. From then on the old PC can send no answers; what it had not sent does not count.",
      done: (who) => `${who} may log in at another PC.`,
      reasons: ["PC broken", "PC without power"],
    },
    pause: {
      button: "Pause",
      title: (who) => `Pause ${who}?`,
      what: "This candidate's time stands still and the screen is locked until resumed. No time is lost.",
      done: (who) => `${who} is paused.`,
      reasons: ["PC trouble", "Candidate unwell"],
    },
    resume: {
      button: "Resume",
      title: (who) => `Resume ${who}?`,
      what: "This candidate's time goes on from where it stood.",
      done: (who) => `${who} goes on.`,
      reasons: [],
    },
    grant: {
      button: "Add time",
      title: (who) => `Add time for ${who}`,
      what: "This candidate's end moves by that much. The candidate sees it on the screen.",
      done: (who) => `${who} has more time.`,
      reasons: ["Power failure", "Slow PC"],
    },
    incident: {
      button: "Incident",
      title: (who) => `Declare an incident for ${who}`,
      what: "The time between both moments is given back. What already counted as a pause does not count twice.",
      done: (who) => `The incident of ${who} is recorded; its time is given back.`,
      reasons: ["Network cut", "PC restarted"],
    },
    warn: {
      button: "Warn",
      title: (who) => `Warn ${who}?`,
      what: "The warning is recorded with the reason and your name. Time and answers stay as they are.",
      done: (who) => `${who} is warned.`,
      reasons: ["Talking to another candidate", "Looking around repeatedly"],
    },
    end: {
      button: "End",
      title: (who) => `End the attempt of ${who}?`,
      what: "The attempt ends now, before its time is up. Saved answers are scored.",
      done: (who) => `The attempt of ${who} is ended.`,
      reasons: ["Candidate gives up", "Candidate left the room"],
    },
    absent: {
      button: "Record as absent",
      title: (who) => `Record ${who} as absent?`,
      what: "The candidate is recorded as absent (TH) and can no longer start in this sitting.",
      done: (who) => `${who} is recorded as absent.`,
      reasons: ["Did not come before the desk closed"],
    },
    recall: {
      button: "Take absence back",
      title: (who) => `Take the absence of ${who} back?`,
      what: "The candidate stands as before the absence was noted, and can sit as long as the room is not closed.",
      done: (who) => `${who} is no longer noted as absent.`,
      reasons: ["Noted by mistake"],
    },
    disqualify: {
      button: "Disqualify",
      title: (who) => `Disqualify ${who}?`,
      what: "The candidate is disqualified (DIS). An attempt that is running ends now. The score stays on record but holds no rank.",
      done: (who) => `${who} is disqualified.`,
      reasons: ["Used a communication device", "Impersonated"],
    },
    cancel: {
      button: "Cancel attempt",
      title: (who) => `Cancel the attempt of ${who}?`,
      what: "The attempt is cancelled and not scored (TMS). The candidate cannot go on.",
      done: (who) => `The attempt of ${who} is cancelled.`,
      reasons: [],
    },
  },
  roomReasons: {
    pause: ["Power failure", "Network trouble", "Emergency"],
    release: ["PCs replaced after trouble", "Change of room"],
    incident: ["Power failure", "Network trouble"],
    open: ["Moved forward by the committee", "Trial of the room"],
    close: ["Left before the start", "Could not start in time"],
  },
};
