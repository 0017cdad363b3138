import type { Reason } from '../../domain/failures/reason.ts';
import { type Job, messageOf } from '../../domain/job/job.ts';
import type { JobStatus, Progress } from '../../domain/ports/presenter.ts';
import type { RecentTask } from '../../domain/ports/store.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { gestureOf, paragraphs } from './body.ts';
import { choiceOf } from './choice.ts';
import { jobsId } from './custom-ids.ts';
import { escapePrompt, plain } from './escape.ts';
import { maskedLink, messageLink } from './link.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';
import { selectRow } from './select.ts';

const PROMPT_SHOWN = 70;
/** The most lines of each list. */
const LINES = 15;

/** How a job ends that somebody cancelled. */
const calledOff: ReadonlySet<Reason['kind']> = new Set([
  'cancelled',
  'stopped',
  'taskCancelled',
  'unfollowed',
  'leftAlone',
]);

/** The steps in which a job can be called off. */
export const cancellable: ReadonlySet<Job['step']> = new Set(['waiting', 'window', 'following', 'overdue']);

/**
 * A member's open jobs, and those `kept`: finished ones that could not be shown anywhere. `news` tells what has just happened.
 */
export function renderJobs(
  open: readonly JobStatus[],
  kept: readonly RecentTask[],
  words: Catalogue,
  news = '',
): EphemeralReply {
  const { lookup } = words;
  if (open.length === 0 && kept.length === 0) return renderReply(paragraphs(news, lookup.noJobs), emptied);
  const list = lines(
    open.map((one) => line(one, words)),
    words,
  );
  const keptList = lines(
    kept.map(({ prompt }) => `- ${short(prompt, words)}`),
    words,
  );
  const embed = {
    title: lookup.jobsTitle,
    description: paragraphs(
      list === '' ? lookup.noneOpen : list,
      keptList === '' ? '' : `**${lookup.keptTitle}**\n${keptList}`,
    ),
    color: palette.working,
  };
  const stoppable = open.filter(({ job }) => cancellable.has(job.step));
  return renderReply(news, {
    embeds: [embed],
    components: [
      ...selectRow(
        jobsId.encode('cancel'),
        lookup.cancelHint,
        stoppable.map(({ job, progress }) => ({
          value: job.id,
          label: nameOf(job, words),
          description: stepOf(job, progress, words),
        })),
      ),
      ...selectRow(
        jobsId.encode('show'),
        lookup.showHint,
        kept.map(choiceOf).map(({ name, value }) => ({ label: name, value })),
      ),
    ],
  });
}

/** Takes the list away when it becomes empty. */
const emptied = { embeds: [], components: [] };

/** A job's name in plain text. */
export function nameOf(job: Job, words: Catalogue): string {
  return plain(`${gestureOf(job, words)} · ${plain(job.prompt, 200)}`, 100);
}

/** The first lines of a list, and how many more there are. */
export function lines(all: readonly string[], { lookup }: Catalogue): string {
  const rest = all.length - LINES;
  return [...all.slice(0, LINES), ...(rest > 0 ? [lookup.more(rest)] : [])].join('\n');
}

function line({ job, progress }: JobStatus, words: Catalogue): string {
  const gesture = escapePrompt(gestureOf(job, words), 60).text;
  const place = messageOf(job);
  const linked = place ? maskedLink(gesture, messageLink(place)) : gesture;
  return `- **${linked}** ${short(job.prompt, words)} · *${stepOf(job, progress, words)}*`;
}

/** The beginning of a prompt. */
export function short(prompt: string, words: Catalogue): string {
  return escapePrompt(plain(prompt, PROMPT_SHOWN), 2 * PROMPT_SHOWN).text || words.result.noPrompt;
}

/** Where a job stands, in a few words. */
export function stepOf(job: Job, { ahead, percent, queued }: Progress, { lookup: { step } }: Catalogue): string {
  switch (job.step) {
    case 'received':
    case 'waiting':
      return step.waiting(ahead);
    case 'following':
      if (ahead !== null && ahead > 0) return step.waiting(ahead);
      return queued && (percent ?? 0) === 0 ? step.waiting(null) : step.running(percent);
    case 'window':
    case 'unknown':
    case 'overdue':
      return step[job.step];
    case 'submitting':
    case 'submittingModal':
      return step.running(null);
    default:
      if (job.outcome.kind === 'pictures') return step.delivering;
      return calledOff.has(job.outcome.reason.kind) ? step.cancelled : step.failed;
  }
}
