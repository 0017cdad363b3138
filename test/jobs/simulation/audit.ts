import { classify } from '../../../src/domain/buttons/action.ts';
import { jobIdIn } from '../../../src/domain/job/echo.ts';
import { interactionOf, type Job, onlyLooks } from '../../../src/domain/job/job.ts';
import { relayOfTask } from '../../../src/domain/job/task-key.ts';
import { accountFaults } from './accounts.ts';
import type { Posted, SubmitBehaviour } from './relay.ts';
import type { World } from './simulation.ts';

/** Answers after which the same submission may be sent again: nothing was made, nothing was charged. */
const harmless: ReadonlySet<SubmitBehaviour> = new Set(['full', 'notReady', 'noAccount']);

/**
 * Compares what members asked, what the relay was asked and what is shown, once everything has come to rest.
 * Returns every contradiction as a sentence.
 */
export function audit(simulation: World): string[] {
  return [
    ...simulation.faults,
    ...nothingSentTwice(simulation),
    ...tasksStayAtTheirRelay(simulation),
    ...everyMessageEnds(simulation),
    ...everyPictureArrives(simulation),
    ...sharedMessagesTellTheEnd(simulation),
    ...pressesArePaidOnce(simulation),
    ...draftsAreMadeOnce(simulation),
    ...onlyTheLostIsReplaced(simulation),
    ...doubleClicksAreOne(simulation),
    ...looksStopNothing(simulation),
    ...callsAreHeeded(simulation),
    ...nothingPaidIsCalledFree(simulation),
    ...privateStaysPrivate(simulation),
    ...nothingIsLeftOpen(simulation),
    ...nothingIsShownTwice(simulation),
    ...gesturesAreWhole(simulation),
    ...apologiesAreTrue(simulation),
    ...accountsAgree(simulation),
  ];
}

function postsOf(simulation: World, modal: boolean): Map<string, Posted[]> {
  const posts = simulation.relay.posts.filter(({ submission }) => (submission.kind === 'modal') === modal);
  return Map.groupBy(posts, ({ state }) => jobIdIn(state));
}

/** The job whose submission a job's task comes from: its own id, or that of the job whose further task it follows. */
const submitterOf = (job: string) => job.replace(/-f\d+$/, '');

function nothingSentTwice(simulation: World): string[] {
  const wrongs: string[] = [];
  for (const modal of [false, true]) {
    for (const [id, posts] of postsOf(simulation, modal)) {
      const early = posts.slice(0, -1).filter((post) => !mayGoOn(post, simulation.relay));
      if (early.length > 0) wrongs.push(`${id} was submitted again after ${early.map(({ behaviour }) => behaviour)}`);
      const shown = [...simulation.presenter.messages.values()].some(({ job }) => job === id);
      if (!shown) wrongs.push(`${id} was submitted though nobody was answered`);
    }
  }
  return wrongs;
}

/**
 * Whether a submission may follow this one of the same job: the relay has made nothing, and may take it later, or another one may. Which
 * relays have refused it, a new process does not know.
 */
function mayGoOn({ behaviour, submission }: Posted, { names }: World['relay']): boolean {
  const isFree = names.length > 1 && submission.kind !== 'action' && submission.kind !== 'modal';
  return harmless.has(behaviour) || (behaviour === 'unsupported' && isFree);
}

/** What is asked about a task is asked of the relay that has it. */
function tasksStayAtTheirRelay({ relay: { posts } }: World): string[] {
  return posts.flatMap(({ relay, submission }) => {
    if (submission.kind !== 'action' && submission.kind !== 'modal') return [];
    const { taskId } = submission;
    return relayOfTask(taskId) === relay ? [] : [`${relay} was asked about the task ${taskId}`];
  });
}

function everyMessageEnds(simulation: World): string[] {
  return [...simulation.presenter.messages.values()].flatMap(({ job, final, progressAfterFinal }) => [
    // ShownJob and not found again, then refused: nothing can be done for such a message, and nothing is paid for it.
    ...(final || (!simulation.presenter.searchable && simulation.presenter.refused.has(job))
      ? []
      : [`the message of ${job} never ended`]),
    ...(progressAfterFinal ? [`${job} showed progress after its end`] : []),
  ]);
}

/** A message of several jobs tells of each that it has ended, also of those that other gestures made. */
function sharedMessagesTellTheEnd({ presenter }: World): string[] {
  return [...presenter.told].flatMap(([message, jobs]) =>
    [...jobs].flatMap(([job, step]) =>
      step === 'settled' || step === 'delivering' ? [] : [`${message} says for ever that ${job} is ${step}`],
    ),
  );
}

function everyPictureArrives(simulation: World): string[] {
  const { presenter, relay, store } = simulation;
  const wrongs: string[] = [];
  const shown = new Map<string, string[]>();
  for (const { job, final, place } of presenter.messages.values()) {
    if (final?.kind !== 'pictures' || !final.taskId) continue;
    const record = store.messages.get(place.messageId);
    const shared = store.settled.get(job)?.group.length;
    if (!record || (!shared && record.taskId !== final.taskId)) wrongs.push(`the buttons of ${job} are dead`);
    const settled = store.settled.get(job);
    if (settled && onlyLooks(settled)) continue;
    shown.set(final.taskId, [...(shown.get(final.taskId) ?? []), job]);
    const state = relay.tasks.get(final.taskId)?.state ?? '';
    if (jobIdIn(state) !== submitterOf(job)) wrongs.push(`${job} shows somebody else's picture`);
  }
  for (const { id, state, status } of relay.tasks.values()) {
    if (status !== 'SUCCESS') continue;
    const jobs = shown.get(id) ?? [];
    if (jobs.length > 1) wrongs.push(`${id} was shown by ${jobs}`);
    // Where nothing can be listed, the tasks of one unanswered submission are found one by one, if ever.
    const isFindable = relay.listable || !state.includes('::');
    if (jobs.length === 0 && isFindable && !isExcused(simulation, id, state)) {
      wrongs.push(`${id}, a picture of ${jobIdIn(state)}, was paid for and never shown`);
    }
  }
  return wrongs;
}

/**
 * Whether a picture need not be shown: its own job was called off, or the job that submitted it was told to be replaced or,
 * where nothing can be looked for, lost.
 */
function isExcused({ cancels, presenter, relay, store }: World, taskId: string, state: string): boolean {
  const submitter = jobIdIn(state);
  const final = presenter.messages.get(submitter)?.final;
  const told = final?.kind === 'failed' ? final.reason.kind : 'nothing';
  if (told === 'superseded' || (told === 'unanswered' && !relay.listable)) return true;
  const follower = [...store.settled.values()].find(
    ({ id, request }) => submitterOf(id) === submitter && request.kind === 'show' && request.taskId === taskId,
  );
  const own = follower?.id ?? (isFirst(state) || !relay.listable ? submitter : null);
  return cancels.some(({ job, outcome }) => job === own && outcome !== 'tooLate' && outcome !== 'gone');
}

/** Whether a task is the first or the only one of its submission, which the submission's own job follows. */
const isFirst = (state: string) => !/::\d+$/.test(state) || state.endsWith('::1');

/** Calling off a job that only looks at somebody's task leaves the task alone. */
function looksStopNothing({ cancels, relay }: World): string[] {
  const owned = new Set(cancels.filter(({ isLook }) => !isLook).map(({ job }) => submitterOf(job)));
  return [...relay.stopped].flatMap((id) => {
    const owner = jobIdIn(relay.tasks.get(id)?.state ?? '');
    return owned.has(owner) ? [] : [`${id} was stopped by somebody who only looked at it`];
  });
}

/** Relays charge nothing for opening a window that a button always has. */
function isCharged({ billed, behaviour, submission }: Posted): boolean {
  const isFree = submission.kind !== 'action' || classify(submission.customId).window !== 'remix';
  return billed && !(behaviour === 'window' && submission.kind !== 'modal' && isFree);
}

const calledOff: ReadonlySet<string> = new Set(['cancelled', 'stopped', 'unfollowed', 'leftAlone']);

/** A job that was called off ends with what its member was told, and no job ends so by itself. */
function callsAreHeeded({ cancels, presenter, relay }: World): string[] {
  const byJob = Map.groupBy(cancels, ({ job }) => job);
  const paid = new Set(relay.posts.filter(({ billed }) => billed).map(({ state }) => jobIdIn(state)));
  return [...presenter.messages.values()].flatMap(({ job, final }) => {
    const calls = byJob.get(job) ?? [];
    const told = calls.flatMap(({ outcome }) => (outcome !== undefined && calledOff.has(outcome) ? [outcome] : []));
    const ended = final?.kind === 'failed' ? final.reason.kind : 'none';
    const reason = ended === 'stopped' ? 'cancelled' : ended;
    const isKept = told.length === 0 || told.some((outcome) => outcome === reason);
    const isAsked = !calledOff.has(reason) || calls.some(({ outcome }) => outcome === undefined || outcome === reason);
    // A call may be heard only when the job has been submitted meanwhile: what its member was told of the cost is what counts.
    const isFree = final?.kind === 'failed' && final.free === true;
    const early = isFree && calls.some(({ step, outcome }) => outcome === 'cancelled' && step === 'waiting');
    return [
      ...(isKept ? [] : [`${job} ended as ${reason} though its member was told ${told}`]),
      ...(isAsked ? [] : [`${job} ended as ${reason}, which nobody asked for`]),
      ...(early && paid.has(job) ? [`${job} was paid for though it was called off while it waited`] : []),
    ];
  });
}

/** Only of what the relay did not charge members read that nothing was charged. */
function nothingPaidIsCalledFree({ presenter, relay }: World): string[] {
  const paid = new Set(relay.posts.filter(isCharged).map(({ state }) => jobIdIn(state)));
  return [...presenter.messages.values()]
    .filter(({ job, final }) => final?.kind === 'failed' && final.free === true && paid.has(submitterOf(job)))
    .map(({ job }) => `${job} was paid for, and its member told that it was free`);
}

/** Whatever came of a private gesture, its further tasks included, is shown to its member alone. */
function privateStaysPrivate({ gestures, presenter }: World): string[] {
  const secret = new Set(gestures.filter(({ job }) => job.private).map(({ job }) => job.id));
  return [...presenter.messages.values()]
    .filter(({ job, isPrivate }) => secret.has(submitterOf(job)) && !isPrivate)
    .map(({ job }) => `everybody sees ${job}, which was asked for in private`);
}

function pressesArePaidOnce(simulation: World): string[] {
  const wrongs: string[] = [];
  const upscales = simulation.relay.posts.filter(
    ({ submission, billed }) =>
      billed && submission.kind === 'action' && submission.customId.startsWith('MJ::JOB::upsample::'),
  );
  const keyOf = ({ submission }: Posted) =>
    submission.kind === 'action' ? `${submission.taskId} ${submission.customId}` : '';
  for (const [key, posts] of Map.groupBy(upscales, keyOf)) {
    const jobs = posts.map(({ state }) => jobIdIn(state));
    const failed = jobs.filter((id) => {
      const shown = [...simulation.presenter.messages.values()].find(({ job }) => job === id);
      return shown?.final?.kind === 'failed';
    });
    if (jobs.length - failed.length > 1) wrongs.push(`${key} was paid ${jobs.length} times by ${jobs}`);
  }
  return wrongs;
}

/** However often a question is said yes to, each of its jobs is paid for once, unless one came to nothing. */
function draftsAreMadeOnce({ gestures, presenter, relay }: World): string[] {
  const paid = new Set(relay.posts.filter(({ billed }) => billed).map(({ state }) => jobIdIn(state)));
  const claimed = gestures.flatMap(({ job }) => job.claims.map((key) => ({ key, id: job.id })));
  return [...Map.groupBy(claimed, ({ key }) => key)].flatMap(([key, all]) => {
    const kept = all.filter(({ id }) => paid.has(id) && presenter.messages.get(id)?.final?.kind !== 'failed');
    return kept.length > 1 ? [`${key} was paid for by ${kept.map(({ id }) => id).join()}`] : [];
  });
}

/** A second try is paid for only when the member was told that the first one came to nothing. */
function onlyTheLostIsReplaced({ gestures, presenter, relay }: World): string[] {
  const paid = new Set(relay.posts.filter(({ billed }) => billed).map(({ state }) => jobIdIn(state)));
  return gestures.flatMap(({ job, earlier }) => {
    const shown = earlier === null ? undefined : presenter.messages.get(earlier);
    if (!shown || !paid.has(job.id) || shown.final?.kind === 'failed') return [];
    return [`${job.id} was paid for though ${earlier}, which it tries again, is alive`];
  });
}

function doubleClicksAreOne(simulation: World): string[] {
  const presses = simulation.gestures.filter(
    ({ job, accepted }) => job.request.kind === 'action' && accepted?.kind === 'begun',
  );
  const keyOf = ({ job }: (typeof presses)[number]) => `${job.requester.id} ${JSON.stringify(job.request)}`;
  return [...Map.groupBy(presses, keyOf)].flatMap(([key, same]) =>
    same
      .slice(1)
      .filter((press, i) => press.job.createdAt - (same[i]?.job.createdAt ?? 0) < 2000)
      .map(() => `a double click ran twice: ${key}`),
  );
}

function nothingIsLeftOpen(simulation: World): string[] {
  return [...simulation.store.open.values()].map(({ id, step }) => `${id} is still ${step}`);
}

function nothingIsShownTwice({ presenter }: World): string[] {
  return [...presenter.messages.values()]
    .filter(({ copies }) => copies > 1 && presenter.searchable)
    .map(({ job, copies }) => `${job} has ${copies} messages`);
}

/** Whoever sees one of the jobs of a gesture sees them all, or was told why not. */
function gesturesAreWhole({ gestures, presenter }: World): string[] {
  const times = Map.groupBy(
    gestures.flatMap(({ job }) => job.claims),
    (key) => key,
  );
  // Of two that ask for the same, one shows it.
  const isOthers = ({ claims }: Job) => claims.some((key) => (times.get(key) ?? []).length > 1);
  const imagined = gestures.filter(({ job }) => job.request.kind === 'imagine');
  const byInteraction = Map.groupBy(imagined, ({ job }) => interactionOf(job.id));
  return [...byInteraction.values()].flatMap((jobs) => {
    const interaction = interactionOf(jobs[0]?.job.id ?? '');
    const begun = presenter.answered.has(interaction) && !presenter.apologised.has(interaction);
    const lost = jobs.filter(
      ({ job }) => !presenter.messages.has(job.id) && !presenter.refused.has(job.id) && !isOthers(job),
    );
    return begun ? lost.map(({ job }) => `${job.id} was asked for with others and never shown`) : [];
  });
}

/** Nothing is bought and nothing is shown for a gesture whose member was told that something went wrong. */
function apologiesAreTrue({ presenter, relay }: World): string[] {
  const begun = [...relay.posts.map(({ state }) => jobIdIn(state)), ...presenter.messages.keys()];
  const wrong = begun.filter((id) => presenter.apologised.has(interactionOf(id)));
  return wrong.map((id) => `${id} was begun after its member was told that something went wrong`);
}

/** What accounts say is what the jobs cost that are to be paid for. */
function accountsAgree({ store }: World): string[] {
  return accountFaults(store.accounts, [...store.settled.values()]);
}
