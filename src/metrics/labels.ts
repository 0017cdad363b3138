import type { Reason } from '../domain/failures/reason.ts';
import type { Request, Submission } from '../domain/job/request.ts';
import type { SubmitOutcome } from '../domain/ports/relay.ts';

/** What members do, each of which Discord wants an answer to within three seconds. */
export type InteractionKind = 'command' | 'menu' | 'button' | 'select' | 'modal' | 'suggestion';

// Closed sets: a label never holds what a member, a server or a relay has written.
const interactionKinds: Record<InteractionKind, true> = {
  command: true,
  menu: true,
  button: true,
  select: true,
  modal: true,
  suggestion: true,
};

const requests: Record<Request['kind'], true> = {
  imagine: true,
  action: true,
  blend: true,
  describe: true,
  shorten: true,
  video: true,
  edit: true,
  show: true,
};

const submissions: Record<Submission['kind'], true> = {
  imagine: true,
  action: true,
  blend: true,
  describe: true,
  shorten: true,
  video: true,
  edit: true,
  modal: true,
};

const submitOutcomes: Record<SubmitOutcome['kind'], true> = {
  accepted: true,
  images: true,
  refused: true,
  busy: true,
  unreached: true,
  unknown: true,
};

const reasons: Record<Reason['kind'], true> = {
  bannedWord: true,
  invalidParameter: true,
  filmSpeed: true,
  invalidRequest: true,
  taskUnknown: true,
  parentClosed: true,
  taskNotReady: true,
  noAccount: true,
  queueFull: true,
  saturated: true,
  unsupported: true,
  relayFailed: true,
  operator: true,
  keyRefused: true,
  pictureUnreadable: true,
  pictureTooLarge: true,
  unreachable: true,
  taskFailed: true,
  timedOut: true,
  windowFailed: true,
  taskCancelled: true,
  taskLost: true,
  emptyResult: true,
  cancelled: true,
  stopped: true,
  unfollowed: true,
  leftAlone: true,
  unanswered: true,
  overdue: true,
  windowExpired: true,
  textMissing: true,
  askedInPrivate: true,
  superseded: true,
  earlierFound: true,
  madeBefore: true,
  flags: true,
  internal: true,
};

/** Every value of each label. */
export const values = {
  interaction: Object.keys(interactionKinds),
  answer: ['ok', 'late', 'refused'],
  request: Object.keys(requests),
  submission: Object.keys(submissions),
  submitOutcome: Object.keys(submitOutcomes),
  /** How a job ends. */
  outcome: ['shown', ...Object.keys(reasons)],
  /** What Discord is asked to do. */
  discordCall: ['answer', 'followup', 'message', 'commands', 'other'],
  /** How it answers; `none`: not at all. */
  discordCode: ['2xx', '4xx', '429', '5xx', 'none'],
  /** Whose limit it was. What stands before Discord does not say. */
  limitScope: ['user', 'global', 'shared', 'unsaid'],
  write: ['ok', 'error'],
  /** Questions to the relay beside submissions. */
  relayCall: ['list', 'fetch', 'recent', 'cancel', 'seed', 'isReachable'],
  relayAnswer: ['ok', 'failed'],
} as const satisfies Record<string, readonly string[]>;
