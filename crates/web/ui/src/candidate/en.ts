import type { SetAside, TimeCause } from "../api/candidate.ts";
import { clock, number, plural } from "../i18n/format.ts";
import type { Texts } from "./id.ts";

const answers = (n: number): string => `${number(n)} ${plural(n, "answer", "answers")}`;
const questions = (n: number): string => `${number(n)} ${plural(n, "question", "questions")}`;

const CAUSES: Readonly<Record<TimeCause, string>> = {
  outage: "outage of the server",
  clock: "the server's clock is being checked",
  room: "the whole room is paused",
  seat: "paused by the proctor",
  interrupted: "cut off from the server",
  incident: "incident noted by the proctor",
  grant: "granted by the proctor",
};

/** Texts of the candidate's page, in English. */
export const en: Texts = {
  context: "Exam",
  participantNo: "Participant number",
  answerLetter: (letter) => `Answer ${letter}`,

  logIn: {
    title: "Log in to the exam",
    lead: "Use the participant number on your exam card and the PIN from the registration desk.",
    noHint: "17 digits",
    pin: "Registration PIN",
    pinHint: "8 letters and digits",
    submit: "Log in",
    noWrong: "A participant number has 17 digits.",
    pinWrong: "A PIN has 8 letters and digits.",
    refused:
      "Number and PIN do not match, or you have not been registered yet. Check them, or call a proctor.",
    heldElsewhere:
      "Your exam is still connected to another computer. Call a proctor to move it to this computer.",
    wait: (seconds) => `Too many attempts. Try again in ${seconds} ${plural(seconds, "second", "seconds")}.`,
    storage: "This browser cannot keep answers on the computer. Call a proctor before you begin.",
    again: "Log in again",
    againLead: "Your log-in has ended. Enter your PIN to go on; your answers are safe on this computer.",
    otherPerson: "This participant number is not that of the candidate who is working on this computer.",
    otherHelp:
      "If it was a slip, correct the number. If you are somebody else, call a proctor: that candidate's exam has not ended here.",
    otherKept:
      "Answers of theirs that were not sent yet stay safe on this computer, unseen by you, until they log in here again.",
    otherFix: "Correct the number",
    otherGo: "I am somebody else, log in",
  },

  steps: { identity: "Your data", rules: "Rules", practice: "Practice", waiting: "Waiting" },
  stepsLabel: "Steps before the exam",

  identity: {
    title: "Check your data",
    lead: "Make sure that everything below is correct. If anything is wrong, call a proctor and do not go on.",
    name: "Name",
    formation: "Formation",
    category: "Category",
    sitting: "Sitting",
    place: "Place",
    starts: "Starts",
    correct: "Everything is correct",
    notMe: "This is not me",
    moved: "Your exam has been moved to this computer. What was saved on the server is still there.",
    stranded: (n) => `${answers(n)} not sent from this computer before the move do not count.`,
  },
  categories: {
    umum: "General",
    cumlaude: "Cum laude graduates",
    diaspora: "Diaspora",
    disabilitas: "Persons with disabilities",
    papua: "Papua",
    "daerah-tertinggal": "Disadvantaged regions",
    kalimantan: "Kalimantan",
  },

  rules: {
    title: "Rules and how to answer",
    points: [
      "One screen shows one question. Choose an answer by clicking or with the keys A–E. Every click is an answer and is saved at once; there is no save button.",
      "Answers may be changed or cleared until time is up. Wrong answers cost no points.",
      "Flag a question that you are not sure about with F. Flags do not change your score.",
      "The list of numbers shows which questions are answered, blank or flagged. Click a number to go there.",
      "The server keeps the time. If the network fails, keep working: answers are kept on this computer and sent when the network is back.",
      "Answers that reach the server after time is up do not count.",
      "Do not open other programs, leave your place without permission or talk to other candidates. Raise your hand if you need help.",
    ],
    minutes: (n) => `Time: ${number(n)} ${plural(n, "minute", "minutes")}`,
    items: (n) => questions(n),
    tryIt: "Try a practice",
    ready: "I am ready",
    start: "Begin the exam",
    openNow: "The sitting is open. Your time runs from the moment the paper is first shown.",
  },

  practice: {
    title: "A short practice",
    lead: "Three sample questions with the same controls as the exam. Practice answers are neither kept nor scored.",
    done: "Finish practising",
    openNow: "The sitting is open.",
  },

  waiting: {
    title: "Waiting for the opening",
    lead: "Stay on this page. The paper appears by itself as soon as the proctor opens the sitting.",
    until: "Until the start",
    due: "It is time. Waiting for the proctor to open the sitting.",
    opening: "The sitting is open. Fetching the paper …",
    reread: "Read the rules again",
  },

  exam: {
    item: (n, of) => `Question ${n} of ${of}`,
    remaining: "Time left",
    guessed: "Time left, estimated",
    unknown: "not yet known",
    previous: "Previous",
    next: "Next",
    flag: "Flag",
    unflag: "Remove flag",
    clear: "Clear answer",
    finish: "Finish exam",
    finishPart: "End part",
    part: (n, of) => `Part ${n} of ${of}`,
    map: "Questions",
    options: "Answers",
    legend: { answered: "Answered", blank: "Blank", flagged: "Flagged", current: "Shown now" },
    itemState: (n, answer, flagged) =>
      `Question ${n}, ${answer ? `answered ${answer}` : "blank"}${flagged ? ", flagged" : ""}`,
    answeredOf: (n, of) => `${n} of ${of} answered`,
    zoom: "Enlarge picture",
    zoomTitle: "Picture",
    zoomLevel: "Enlargement",
    pictureMissing: "Fetching the picture …",
    pictureNoText: "Picture of the question",
    keys: "Keyboard shortcuts",
    keysOn: "On",
    keysOff: "Off",
    keysHint: "A–E choose an answer, left and right arrow change the question, F flags.",
    loading: "Fetching the paper …",
    loadingAnswers: "Fetching your saved answers …",
  },

  save: {
    saved: "All answers saved",
    savedAt: (at) => `Saved on the server at ${clock(at)}`,
    none: "No answers yet",
    sending: (n) => `Sending ${answers(n)} …`,
    waiting: "Waiting for the network",
    waitingKept: (n) => `Waiting for the network: ${answers(n)} safe on this computer`,
    waitingUnsafe: (n) => `Waiting for the network: ${answers(n)} not sent yet`,
    paused: "Paused",
    afterPause: (n) => `${answers(n)} will be sent when the exam goes on.`,
    refused: (n) => `${answers(n)} refused by the server.`,
    late: (n) => `${answers(n)} arrived after time was up; not counted.`,
    unsafe: "This computer cannot keep your answers. Do not close this page, and call a proctor.",
    trouble: "The server refuses what this page asks for. Call a proctor.",
  },

  time: {
    mark: (minutes) => `${minutes} ${plural(minutes, "minute", "minutes")} left.`,
    added: (span) => `Your time has been extended by ${span}.`,
    reduced: (span) => `Your time left has been adjusted, ${span} less.`,
    becausePause: "It was added when the sitting went on after a pause or an outage.",
    becauseGranted: "It was granted by a proctor, or in return for an outage.",
    because: (cause, words) =>
      words ? `Reason: ${words.replace(/[.\s]+$/, "")} (${CAUSES[cause]}).` : `Reason: ${CAUSES[cause]}.`,
    until: (at) => `Your exam now ends at ${clock(at)}.`,
    span: (minutes, seconds) =>
      [
        minutes > 0 && `${minutes} ${plural(minutes, "minute", "minutes")}`,
        seconds > 0 && `${seconds} ${plural(seconds, "second", "seconds")}`,
      ]
        .filter(Boolean)
        .join(" "),
  },

  paused: {
    title: "The exam is paused",
    lead: "Your time stands still and is not used up. The answers you have given are safe.",
    why: "The sitting was paused by a proctor or because of an outage of the server. Follow the proctor's instructions.",
    since: (at) => `Since ${clock(at)}.`,
    left: "Time left when it goes on",
    resumed: "The exam goes on. The pause has not cost you any time.",
  },

  timeUp: {
    title: "Time is up",
    sending: (n) => `Sending your last ${answers(n)} to the server …`,
    asking: "Ending your exam …",
    offline: (n) =>
      n > 0
        ? `The network is down. ${answers(n)} are kept on this computer and sent when it is back. Do not leave the computer; call a proctor.`
        : "The network is down. All your answers are saved on the server. Wait until it is back.",
  },

  confirm: {
    title: "Finish the exam?",
    titlePart: "Finish this part?",
    leadPart:
      "The next part begins at once, with a time of its own. The questions of this part cannot be opened again, and time that is left does not carry over.",
    surePart: "I am sure that I want to finish this part",
    lead: "Once finished, answers cannot be changed any more, even if there is time left.",
    subTest: "Sub-test",
    answered: "Answered",
    blank: "Blank",
    flagged: "Flagged",
    total: "Total",
    blanks: (n) => `${questions(n)} still blank.`,
    toBlank: "Open the first blank question",
    unsent: (n) => `${answers(n)} still being sent; the exam ends only when all have arrived.`,
    sure: "I am sure that I want to finish",
    yes: "Yes, finish",
    no: "Back to work",
    ending: "Ending your exam …",
  },

  nextBlock: "This part is finished. The next part has begun.",

  finished: {
    title: "The exam is over",
    lead: "Thank you. This is your score as recorded by the server.",
    score: "Score",
    total: "Total score",
    noVerdict: "Passing depends on the ranking of the whole formation and is announced by the committee.",
    passed: "Meets the passing grade",
    notPassed: "Does not meet the passing grade",
    code: "Receipt code",
    codeHint: "Write this code down. With it you can prove your result without showing your answers.",
    endedBy: {
      candidate: "Finished by the candidate",
      time: "Ended because time was up",
      proctor: "Ended by a proctor",
    },
    endedAt: "Ended at",
    answers: "Recorded answer events",
    head: "Digital fingerprint of the answer record",
    late: (n) => `${answers(n)} arrived after time was up; not counted.`,
    allIn: "All answers that you gave have reached the server.",
    onServer: (n) =>
      `${number(n)} recorded answer events of yours are on the server. If you think that an answer was not sent, ask a proctor.`,
    disqualified: "You have been disqualified",
    disqualifiedLead:
      "This score is on record, but it does not take part in the selection. The decision and its reason are in the minutes; ask a proctor.",
    recorded: "This is your score as the server has recorded it.",
    stopped: "Your exam was ended by the staff. Ask a proctor.",
    leave: "Log out",
    leaveHint: (span) => `This page closes by itself in ${span}.`,
    left: "You have logged out. Nothing of yours is left on this computer.",
  },

  moved: {
    title: "The exam goes on at another computer",
    lead: "A proctor has moved your exam. This computer can no longer be used for it.",
    unsent: (n) => `${answers(n)} not sent; they do not count.`,
    none: "All answers given here have reached the server.",
    toLogIn: "Go to the log-in",
    arrived: (n) => `Your exam goes on at this computer. ${questions(n)} answered and saved on the server.`,
    savedAt: (at) => `Last answer saved at ${clock(at)}.`,
  },

  second: {
    title: "The exam is already open in another tab",
    lead: "The exam can be worked on in one tab only, so that no answers get mixed up. Go back to that tab, or continue here.",
    here: "Continue in this tab",
    takenTitle: "The exam goes on in another tab",
    taken: "You may close this one.",
  },

  gone: {
    title: "You cannot take this exam",
    lead: "According to the server this exam cannot go on. Call a proctor.",
    because: {
      absent: "You were recorded as absent from this sitting. If that is wrong, call a proctor now.",
      cancelled:
        "The committee has cancelled your exam. The decision and its reason are in the minutes; ask a proctor.",
      disqualified:
        "The staff have disqualified you. The decision and its reason are in the minutes; ask a proctor.",
      voided: "Your exam is replaced by a new one. Wait for the proctor's instructions.",
    } as Readonly<Record<SetAside, string>>,
  },

  subTests: {
    twk: "Civic Insight",
    tiu: "General Intelligence",
    tkp: "Personal Characteristics",
    tpu: "General Knowledge",
    tpm: "Management Knowledge",
    tsi: "Agency Matters",
    tkt: "Technical Ability",
    teknis: "Technical Competence",
    manajerial: "Managerial Competence",
    "sosial-kultural": "Socio-cultural Competence",
    wawancara: "Interview",
  },
};
