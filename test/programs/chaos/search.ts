import { jobIdIn } from '../../../src/domain/job/echo.ts';
import { interactionOf } from '../../../src/domain/job/job.ts';
import { en } from '../../../src/text/en/index.ts';
import type { Message } from '../../emulator/discord/types.ts';
import type { EmulatedTask } from '../../emulator/relay/tasks.ts';
import { lost } from './answers.ts';
import { type Evidence, interactionIn, jobIdOf } from './evidence.ts';
import { askerOf } from './observed-messages.ts';

/** Lost submissions are looked for twice a minute while the relay can list its newest tasks, in ms. */
const PAUSE = 30_000;
/** A search begins within so many ms: a second until it is thought of, and the requests of one before it that hang. */
const BEGINS = 6_000;
/** A task that was listed is followed within so many ms. */
const FOLLOWED = 2_000;

type Span = { readonly from: number; readonly to: number };

/** When the message told its member that the relay did not answer, until they tried again or it told something else. */
function unansweredSpans(message: Message, { gestures }: Pick<Evidence, 'gestures'>): Span[] {
  const again = gestures.find(({ repeats }) => repeats === message)?.handle.interaction.createdAt;
  return message.history.flatMap(({ at, embeds }, n) => {
    const isUnanswered = embeds.some(({ description = '' }) => description.includes(en.steps.unknown));
    const next = message.history[n + 1]?.at ?? Number.POSITIVE_INFINITY;
    return isUnanswered ? [{ from: at, to: Math.min(next, again ?? Number.POSITIVE_INFINITY) }] : [];
  });
}

/** When a process was there to search: a single one while it ran, of several whichever led. `endedAt` is the end of all. */
export function reigns({ runs, processes, endedAt }: Pick<Evidence, 'runs' | 'processes' | 'endedAt'>): Span[] {
  return runs.flatMap((run) => {
    const { readyAt, terms } = run;
    if (processes > 1) return terms.map(({ from, to }) => ({ from, to: Math.min(to, endedAt) }));
    return readyAt === null ? [] : [{ from: readyAt, to: run.endedAt ?? endedAt }];
  });
}

/** The spans without what disturbs a search: nobody who searches, no store, or no relay. */
function undisturbed(spans: readonly Span[], evidence: Evidence): Span[] {
  const outages = [...evidence.outages, ...evidence.storeOutages];
  return spans.flatMap(({ from, to }) =>
    reigns(evidence).flatMap((reign) => {
      const start = Math.max(from, reign.from);
      const end = Math.min(to, reign.to);
      const isDown = outages.some((outage) => outage.from < end && outage.to > start);
      return start < end && !isDown ? [{ from: start, to: end }] : [];
    }),
  );
}

/** Where the relay lists its newest tasks, it is asked for them while a submission is lost. */
export function theLostAreSearched(evidence: Evidence): string[] {
  const { observed, relay, listable } = evidence;
  if (!listable) return [];
  const texts = new Set(
    relay.submissions.filter(({ endpoint }) => endpoint === 'modal').map(({ body }) => interactionOf(jobIdOf(body))),
  );
  const asked = relay.requests.filter(({ path }) => path.endsWith('/task/list')).map(({ at }) => at);
  return observed.all().flatMap((message) => {
    // A window's text that went unanswered has a task already, which is not looked for.
    const asker = askerOf(message);
    if (asker === null || texts.has(asker)) return [];
    const spans = undisturbed(unansweredSpans(message, evidence), evidence);
    const idle = spans.filter(({ from, to }) => {
      const until = from + BEGINS + lost(evidence, from, from + BEGINS);
      return until < to && !asked.some((at) => at > from - PAUSE && at < until);
    });
    return idle.map(({ from, to }) => `nobody looked for ${asker} for ${Math.round(to - from)} ms`);
  });
}

/** Whether a task was in a listing asked for after its member was told that there was no answer, and yet nobody followed it. */
export async function wasOverlooked(evidence: Evidence, { id, state }: EmulatedTask): Promise<boolean> {
  const { discord, job, observed, listings, endedAt } = evidence;
  const jobId = jobIdIn(state);
  const left = await job(jobId);
  // Of several jobs of one interaction each has a message of its own, and one may have been lost long before another.
  const own = left && 'place' in left ? left.place?.messageId : undefined;
  const spans = undisturbed(
    observed
      .of(interactionIn(state))
      .filter((message) => own === undefined || message.id === own)
      // What the bot has posted as itself cannot say what is new while its channel is hidden from it.
      .filter(({ interactionId, channelId }) => interactionId !== null || channelId !== discord.channel('hidden').id)
      .flatMap((message) => unansweredSpans(message, evidence)),
    evidence,
  );
  return spans.some(({ from, to }) =>
    listings.some(({ begun, at, tasks }) => {
      const until = at + FOLLOWED + lost(evidence, at, at + FOLLOWED);
      const died = reigns(evidence).some(({ to }) => to !== endedAt && to > at && to < until);
      return (
        begun > from && until < to && !died && tasks.some((task) => task.id === id && jobIdIn(task.state) === jobId)
      );
    }),
  );
}
