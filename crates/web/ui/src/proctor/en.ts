import { clock, countdown, number, plural } from "../i18n/format.ts";
import { ledger, outcome } from "./outcome/en.ts";
import { orders } from "./orders/en.ts";
import type { Texts } from "./id.ts";

const candidates = (n: number): string => `${number(n)} ${plural(n, "candidate", "candidates")}`;

/** Texts of the desk's and the proctor's page, in English. */
export const en: Texts = {
  context: "Desk and proctor",
  notForYou: "This page is for registrars, proctors and the committee.",
  notForYouHint: "Your account has no role in a sitting. Ask the administrator.",

  ledger,
  outcome,

  sittings: {
    title: "Choose a sitting",
    empty: "There is no sitting for you yet.",
    emptyHint: "Sittings that the committee makes appear here.",
    refresh: "Reload",
    status: { planned: "Not open yet", open: "In progress", closed: "Closed", sealed: "Sealed" },
    enter: (name) => `Enter ${name}`,
  },

  backToAll: "Back to all sittings",
  refusals: {
    not_found: "This sitting does not exist, or its address is wrong.",
    forbidden: "Your account is not assigned to this sitting. Ask the administrator if it should be.",
  },
  nav: { label: "Parts of the sitting", all: "All sittings", desk: "Desk", room: "Exam room" },
  loadingRoom: "Fetching the room …",
  cannotOpen: "This sitting cannot be opened",

  link: {
    opening: "Connecting …",
    live: "Live",
    liveAt: (at) => `Live ${at}`,
    silent: (seconds) => `Silent for ${seconds} s`,
    polling: "Updated every 3 seconds",
    lost: (at) => `Connection lost. As of ${at}`,
    lostShort: "Disconnected",
    lostHint:
      "This is the last known picture; the candidates' PCs do not depend on this page. Check this device's network cable or Wi-Fi. Reconnecting …",
    troubleHint:
      "The server can be reached but is in trouble; this is the last known picture. If it stays like this, call a technician. Reconnecting …",
    nothingYet: "The room cannot be shown yet",
    nothingTrouble:
      "The server can be reached but is in trouble. If it stays like this, call a technician. The page tries again by itself.",
    nothingHint:
      "The server cannot be reached. Check this device's network cable or Wi-Fi. The page reconnects by itself.",
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
  rebased: (n) => `${number(n)} ${plural(n, "answer", "answers")} restored from the PC`,

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
    searchHint: "Scan at any time. Esc: next candidate.",
    find: "Find",
    results: (n) => `${candidates(n)} ${plural(n, "matches", "match")}`,
    first: (n) => `The first ${number(n)} candidates that match; type more of the name or number.`,
    none: "Nobody in this sitting matches.",
    noneHint: "Check the name or number on the exam card, or the sitting that it names.",
    noSeats: "This sitting has no candidates yet.",
    noSeatsHint: "The committee seats candidates. This page updates itself.",
    all: (n) => `Print the slips of all present (${number(n)}) …`,
    allTitle: "Print the slips of all present",
    allWhat: (n) =>
      `PIN slips of ${candidates(n)} marked present and not finished, by seat. PINs do not change. Whoever has not arrived is left out: a PIN is issued only once the identity is checked.`,
    allKeep: "Slips bear PINs: hand each to its owner only.",
    allReady: (n) => `${number(n)} ${plural(n, "slip is", "slips are")} ready to print.`,
    allProgress: (n, all) => `${number(n)} of ${number(all)} slips prepared`,
    allDo: "Prepare slips",
    allPrint: (n) => `Print ${number(n)} ${plural(n, "slip", "slips")}`,
    allLost: "Stopped because the server does not answer. Try again; it is safe: PINs stay the same.",
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
    actsShort: "Acts",
    filter: "Filter by state",
    showAll: "Show all",
    shown: (n, all) => `${number(n)} of ${candidates(all)}`,
    search: "Find a name, number or seat",
    view: "View",
    map: "Map",
    list: "List",
    mapLabel: "Seat map. Use the arrow keys to move.",
    none: "No candidate matches.",
    noneHint: "Change the search or the filter.",
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
    outages: (n, latest) =>
      n === 1 ? `Server outage at ${latest}` : `Server outages: ${number(n)}, the latest at ${latest}`,
    outagesEarlier: (n) => `And ${number(n)} earlier.`,
    steps: "The server's wall clock jumped",
    step: (at, by) => `At ${at} the clock moved ${by}. Exam time did not follow.`,
    stepsHint: "If the room was disturbed, declare an incident.",
    setBacks: "The database was set back",
    setBack: (from, to) =>
      `What was recorded from ${from} to ${to} was lost there. Open pages send their answers again by themselves.`,
    setBacksHint:
      "Look at what staff did in that time: check-ins, moved seats, extra time, warnings. Who had just finished finishes again.",
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
    leftNow: (left) => `Time left when resumed: ${left}.`,
    fromContact: (at) => `Proposed beginning: last contact of this PC, ${at}.`,
    fromOutage: (at) => `Proposed beginning: the last outage, ${at}.`,
    sure: "I understand that this cannot be undone",
    sureMissing: "Tick this if you are sure.",
    refusedChanged:
      "Nothing was done: the candidate’s state changed first. Look at what changed, then decide again.",
    remark: "Remark (may be left empty)",
    refusedStatus: "The candidate's state does not allow this.",
    refusedRoom: "The sitting's state does not allow this.",
    refusedRule: "The rules do not allow this in the present state.",
    refusedSpan: "An incident lies after the start of the exam and is over. Adjust the times.",
    refusedForbidden: "Your account may not do this in this sitting.",
    stillRunning: (n) =>
      `${candidates(n)} ${plural(n, "is", "are")} still answering. The sitting cannot be closed before they finish or their time is up.`,
    returns: "What each candidate gets",
    returnsAll: (n, least, most) =>
      least === most
        ? `${candidates(n)} ${plural(n, "gets", "get")} back ${most}.`
        : `${candidates(n)} get back from ${least} to ${most}.`,
    returnsSince: (at, why) => `Time has stood still since ${at}: ${why}.`,
    pauseReasons: {
      proctor: "paused by a proctor",
      outage: "server outage",
      clock: "the server's clock could not be trusted; by resuming you confirm that it is right now",
    },
    returnsAsOf: (at) => `Figures as of ${at}; they cannot be brought up to date at the moment.`,
    returnsLost: "The figures cannot be had from the server yet. Reconnecting …",
    returnsOwn: (n) => `${candidates(n)} ${plural(n, "stays", "stay")} paused individually.`,
    returnsNone: "Nobody is answering.",
    back: "Given back",
    left: "Time left",
    ownPause: "paused on its own",
    floor: "Nobody goes on with less than 30 seconds.",
  },

  ...orders,
  happened: {
    left: (left) => `Time left ${countdown(left)}.`,
    until: (at) => `Ends ${clock(at)}.`,
  },
};
