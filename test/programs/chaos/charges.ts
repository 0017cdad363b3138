import { z } from 'zod';
import { interactionOf, type Job } from '../../../src/domain/job/job.ts';
import { textOf } from '../../app/message-reading.ts';
import type { Exchange } from '../../emulator/relay/options.ts';
import { type Evidence, jobIdOf } from './evidence.ts';
import { DRAFTED } from './member-gestures.ts';

const Refusal = z.object({ code: z.number() });
const Limited = z.object({ error: z.object({ code: z.literal('rate_limit') }) });
const Press = z.object({ taskId: z.string(), customId: z.string() });

/** Refusals after which the same may be sent again: nothing was made, and the relay said so. */
function saysNotNow({ status, answer }: Exchange): boolean {
  return (
    (status === 429 && Limited.safeParse(answer).success) ||
    Refusal.safeParse(answer).data?.code === 23 ||
    /task_status_not_success/.test(JSON.stringify(answer))
  );
}

/** A press that the relay does not know; the same job then goes on as a /video of the picture. Nothing was made of the press. */
function isUnknownPress(sent: Exchange, next: Exchange | undefined): boolean {
  const goesOn = next?.path.endsWith('/submit/video') === true;
  return goesOn && sent.path.endsWith('/submit/action') && /unknown_action/.test(JSON.stringify(sent.answer));
}

/** Nothing was asked of the relay twice, nothing paid twice, and nothing that no member was answered about. */
export function sentOnce({ relay, relays, exchanges, gestures }: Evidence): string[] {
  const answered = gestures.filter(({ handle }) => handle.interaction.acknowledged);
  const known = new Set(answered.map(({ handle }) => handle.id));
  const posts = exchanges.filter(({ path }) => path.includes('/submit/'));
  const same = Map.groupBy(
    posts,
    ({ path, asked }) => `${path.endsWith('/modal') ? 'the text of ' : ''}${jobIdOf(asked)}`,
  );
  const twice = [...same]
    .filter(([, sent]) => !sent.slice(0, -1).every((one, n) => saysNotNow(one) || isUnknownPress(one, sent[n + 1])))
    .map(([what, sent]) => `${what} was submitted again after ${JSON.stringify(sent.map(({ answer }) => answer))}`);
  const bills = relay.submissions.filter(({ billed }) => billed);
  const paid = Map.groupBy(
    bills,
    ({ endpoint, body }) => `${endpoint === 'modal' ? 'the text of ' : ''}${jobIdOf(body)}`,
  );
  return [
    // What one relay refuses may be sent to the next.
    ...(relays === 1 ? twice : []),
    ...[...paid].filter(([, all]) => all.length > 1).map(([what, all]) => `${what} was paid ${all.length} times`),
    ...relay.submissions
      .map(({ body }) => jobIdOf(body))
      .filter((job) => !known.has(interactionOf(job)))
      .map((job) => `${job} was submitted though nobody was answered`),
  ];
}

/** However many press the same, it is paid for once, unless its member was told that it is lost. */
export async function upscalesArePaidOnce({ relay, observed, job: jobLeft }: Evidence): Promise<string[]> {
  const paid = relay.submissions.flatMap(({ body, billed }) => {
    const { data } = Press.safeParse(body);
    return billed && data && /::(?:upsample|video_virtual_upscale)/.test(data.customId)
      ? [{ what: `${data.customId} of ${data.taskId}`, job: jobIdOf(body) }]
      : [];
  });
  const replaced = new Set<string>();
  for (const { job } of paid) if (wasReplaced(await jobLeft(job))) replaced.add(job);
  return [...Map.groupBy(paid, ({ what }) => what)].flatMap(([what, all]) => {
    const kept = all.filter(({ job }) => {
      const messages = observed.of(interactionOf(job));
      // A deleted message cannot say any more that a newer attempt has taken its place.
      if (replaced.has(job) && messages.some(({ deleted }) => deleted)) return false;
      const texts = messages.map(textOf);
      return !texts.some((text) => /A newer attempt has taken|no picture turned up|Cancelled|was cancelled/.test(text));
    });
    return kept.length > 1 ? [`${what} was paid for by ${kept.map(({ job }) => job).join(', ')}`] : [];
  });
}

/** Whether a job ended because its member has tried again, knowing that it may cost again. */
function wasReplaced(job: Job | undefined): boolean {
  return job?.step === 'settled' && job.outcome.kind === 'failed' && job.outcome.reason.kind === 'superseded';
}

/** However often a question is confirmed, each of its prompts is submitted by one job. */
export function draftsAreMadeOnce({ relay, gestures }: Evidence): string[] {
  const presses = gestures.filter(({ confirms }) => confirms !== null);
  return [...Map.groupBy(presses, ({ confirms }) => confirms)].flatMap(([draft, all]) => {
    const own = new Set(all.map(({ handle }) => handle.id));
    const jobs = relay.submissions.map(({ body }) => jobIdOf(body)).filter((job) => own.has(interactionOf(job)));
    const made = new Set(jobs).size;
    return made > DRAFTED ? [`the ${DRAFTED} prompts of ${draft} were submitted by ${made} jobs`] : [];
  });
}

const free = /Nothing was (?:submitted|charged)/;

/** "Nothing was charged" is said, and written down, only of what the relay did not charge. */
export async function nothingPaidIsCalledFree({ relay, observed, job }: Evidence): Promise<string[]> {
  const paid = new Set(relay.submissions.flatMap(({ body, billed }) => (billed ? [jobIdOf(body)] : [])));
  const wrongs: string[] = [];
  for (const id of paid) {
    const left = await job(id);
    const isFree = left?.step === 'settled' && left.outcome.kind === 'failed' && left.outcome.free === true;
    // The messages of several jobs of one interaction cannot be told apart; the second is the first with a -2 behind.
    const isAlone = id === interactionOf(id) && (await job(`${id}-2`)) === undefined;
    const texts = isAlone ? observed.of(id).map(textOf) : [];
    const told = isFree ? JSON.stringify(left.outcome) : texts.find((text) => free.test(text));
    if (told !== undefined) wrongs.push(`${id} was paid, and its member read that nothing was charged: ${told}`);
  }
  return wrongs;
}
