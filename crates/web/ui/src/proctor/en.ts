import { clock, countdown, number, plural } from "../i18n/format.ts";
import type { Texts } from "./id.ts";

const candidates = (n: number): string => `${number(n)} ${plural(n, "candidate", "candidates")}`;

/** Texts of the desk's and the proctor's page, in English. */
export const en: Texts = {
  context: "Desk and proctor",
  notForYou: "This page is for registrars, proctors and the committee.",
  notForYouHint: "Your account has no role in a sitting. Ask the administrator.",

  sittings: {
    title: "Choose a sitting",
    empty: "There is no sitting for you yet.",
    emptyHint: "Sittings that the committee makes appear here.",
    refresh: "Reload",
    status: { planned: "Not open yet", open: "In progress", closed: "Closed", sealed: "Sealed" },
    enter: (name) => `Enter ${name}`,
  },

  nav: { label: "Parts of the sitting", all: "All sittings", desk: "Desk", room: "Exam room" },
  loadingRoom: "Fetching the room …",
  cannotOpen: "This sitting cannot be opened",

  link: {
    opening: "Connecting …",
    live: "Live",
    polling: "Updated every 3 seconds",
    lost: (at) => `Connection lost. As of ${at}`,
    lostHint:
      "The server cannot be reached; this is the last known picture. The candidates' PCs do not depend on this page. Reconnecting …",
    back: "Connected again.",
  },

  standing: {
    not_arrived: "Not arrived",
    present: "Present",
    logged_in: "Logged in",
    answering: "Answering",
    disconnected: "Disconnected",
    paused: "Paused",
    finished: "Finished",
    absent: "Absent",
    out: "Annulled",
  },
  standingHint: {
    not_arrived: "Not seen at the desk yet",
    present: "Checked in, not logged in at a PC",
    logged_in: "Logged in at a PC, waiting for the paper",
    answering: "Time runs and the PC is heard",
    disconnected: "Not heard for more than 15 seconds",
    paused: "Time stands still",
    finished: "Finished, or time is up",
    absent: "Did not start (TH)",
    out: "Cancelled or replaced",
  },
  warned: "Warned",
  warnings: (n) => `${number(n)} ${plural(n, "warning", "warnings")}`,
  disqualified: "Disqualified",
  disqualifiedShort: "DIS",
  released: "May change PC",

  counters: {
    title: "Candidates",
    expected: "Expected",
    arrived: "Present",
    not_arrived: "Not arrived",
    logged_in: "Logged in",
    answering: "Answering",
    finished: "Finished",
    absent: "Absent",
  },

  desk: {
    title: "Desk",
    search: "Scan a card, or type a number or name",
    searchHint: "The scanner works anywhere on this page. Esc: next candidate.",
    find: "Find",
    results: (n) => `${candidates(n)} match`,
    more: "Not all are shown; type more of the name or number.",
    none: "Nobody in this sitting matches.",
    unknown: (no) => `Number ${no} is not in this sitting. Check the sitting on the candidate's card.`,
    ready: "Ready for the next candidate",
    readyHint: "Scan the exam card. Compare name and photo on the identity card with what is shown.",
    name: "Name",
    participantNo: "Participant number",
    place: "Seat",
    noPlace: "Any",
    checkIn: "Mark present and show PIN",
    showPin: "Show PIN again",
    reissue: "Issue a new PIN …",
    next: "Next candidate",
    pin: "PIN",
    issue: (n) => (n > 1 ? `Issue ${number(n)}; earlier PINs are void` : "First issue"),
    print: "Print slip",
    hide: "Hide PIN",
    checkedIn: (name) => `${name} is marked present.`,
    mayNot: "Your account can only look; marking present needs the role of registrar or proctor.",
    closed: "The sitting is closed. Nobody can be checked in any more.",
    why: {
      finished: "The candidate has finished the exam.",
      absent: "The candidate is recorded as absent.",
      cancelled: "This candidate's attempt is cancelled.",
      voided: "This candidate's attempt is replaced by a new one.",
    },
    refusedStatus: "The candidate's status forbids it: finished, recorded as absent, or cancelled.",
    reissueTitle: "Issue a new PIN",
    reissueWhat: (name) =>
      `The old PIN of ${name} no longer logs in. A candidate who is answering can go on. The reason is recorded.`,
    reissueDo: "Issue a new PIN",
    reissueReasons: ["Slip lost", "PIN seen by somebody else"],
    slip: {
      title: "PIN slip",
      keep: "Keep this PIN secret. Enter participant number and PIN at the exam PC.",
      printed: (at) => `Printed ${at}`,
    },
  },

  room: {
    title: "Exam room",
    acts: "Acts for the whole room",
    filter: "Filter by state",
    showAll: "Show all",
    shown: (n, all) => `${number(n)} of ${candidates(all)}`,
    search: "Find a name, number or seat",
    view: "View",
    map: "Map",
    list: "List",
    mapLabel: "Seat map. Use the arrow keys to move.",
    none: "No candidate is in this state.",
    empty: "This sitting has no candidates yet.",
    emptyHint: "The committee seats candidates.",
    answered: (n, all) => `${number(n)} of ${number(all)} items answered`,
    opened: (at) => `Opened ${at}`,
    starts: (at) => `Planned ${at}`,
    columns: {
      place: "Seat",
      no: "Participant number",
      name: "Name",
      standing: "State",
      answered: "Answered",
      ends: "Ends",
      contact: "Last contact",
    },
    pick: "Choose a candidate on the map to see details and acts.",
    log: "Acts from this page",
    logEmpty: "No acts yet.",
    acts_none: "Your account can only look at this sitting.",
  },

  seat: {
    title: "Candidate",
    close: "Close details",
    answered: "Answered",
    left: "Time left",
    ends: (at) => `ends ${at}`,
    stands: "Time stands still",
    contact: "Last contact",
    never: "Never",
    logins: "PC",
    loginsHint: (epoch) =>
      epoch === 0 ? "Not logged in" : epoch === 1 ? "First PC" : `PC number ${number(epoch)}`,
    acts: "Acts",
    none: "Nothing can be done in this state.",
    desk: "Open at the desk",
  },

  notices: {
    paused: "Time stands still for the whole room",
    pausedSince: (at) => `Since ${at}. Every candidate gets this time back when the room goes on.`,
    pausedWords: (words) => `Reason: ${words}`,
    pausedUnknown: "Every candidate gets this time back when the room goes on.",
    outage: (from, to, length) =>
      `The server was away from ${from} to ${to} (${length}). Candidates who were answering get this time back.`,
    outageNow: (from) => `The server has been away since ${from}.`,
    outages: "Server outages",
    steps: "The server's wall clock jumped",
    step: (at, by) => `At ${at} the clock moved ${by}. Exam time did not follow.`,
    stepsHint: "If the room was disturbed, declare an incident.",
    forward: (seconds) => `forward by ${seconds} seconds`,
    backward: (seconds) => `back by ${seconds} seconds`,
    disconnected: (n) => `${candidates(n)} disconnected`,
    disconnectedShow: "Show",
  },

  dialog: {
    early: (at) =>
      `This sitting is planned for ${at}. Opening it earlier shows the items before their time; say why.`,
    reason: "Reason",
    reasonHint: "Recorded in the minutes.",
    reasonMissing: "Write a reason.",
    minutes: "Extra time (minutes)",
    minutesWrong: "From 1 to 240 minutes.",
    from: "From",
    to: "To",
    spanWrong: "The beginning must be before the end, and the end not in the future.",
    fromContact: (at) => `Proposed beginning: last contact of this PC, ${at}.`,
    fromOutage: (at) => `Proposed beginning: the last outage, ${at}.`,
    sure: "I understand that this cannot be undone",
    sureMissing: "Tick this if you are sure.",
    noAnswer:
      "No answer came from the server. It may have happened all the same: look at the room before you repeat it.",
    refusedStatus: "The candidate's state has changed, so that this is no longer possible.",
    refusedRoom: "The sitting's state has changed, so that this is no longer possible.",
    refusedRule: "The rules forbid it: check the reason, the times and the present state.",
    refusedForbidden: "Your account may not do this in this sitting.",
    stillRunning: (n) =>
      `${candidates(n)} still answering. The sitting cannot be closed before they finish or their time is up.`,
    returns: "What each candidate gets",
    returnsAll: (n, least, most) =>
      least === most
        ? `${candidates(n)} get back ${most}.`
        : `${candidates(n)} get back ${least} to ${most}.`,
    returnsSince: (at, why) => `Time has stood still since ${at}: ${why}.`,
    pauseReasons: {
      proctor: "paused by a proctor",
      outage: "server outage",
      clock: "the server's clock could not be trusted; by resuming you confirm that it is right now",
    },
    returnsNone: "Nobody is answering.",
    back: "Given back",
    left: "Time left",
    ownPause: "paused on its own",
    floor: "Nobody goes on with less than 30 seconds.",
  },

  roomActs: {
    open: {
      button: "Open",
      title: "Open the sitting?",
      what: (n) =>
        `Papers are served from now on. ${candidates(n)} logged in get theirs at once; each one's time begins when the paper appears. An opened sitting cannot be unopened.`,
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
      what: (n) => `Time goes on for ${candidates(n)}, all at once.`,
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
      button: "Close",
      title: "Close the sitting?",
      what: (n) =>
        n > 0
          ? `${candidates(n)} who did not start will be recorded as absent (TH). Nobody can start after the close.`
          : "Everybody has finished. Nobody can start after the close.",
      done: "The sitting is closed.",
    },
    seal: {
      button: "Seal",
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
  happened: {
    left: (left) => `Time left ${countdown(left)}.`,
    until: (at) => `Ends ${clock(at)}.`,
  },
};
