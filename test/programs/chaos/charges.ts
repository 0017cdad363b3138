import { z } from 'zod';
import { interactionOf } from '../../../src/domain/job/job.ts';
import { textOf } from '../../app/message-reading.ts';
import type { Exchange } from '../../emulator/relay/options.ts';
import { type Evidence, jobIdOf } from './evidence.ts';

const Refusal = z.object({ code: z.number() });
const Press = z.object({ taskId: z.string(), customId: z.string() });

/** Refusals after which the same may be sent again: nothing was made, and the relay said so. */
function saysNotNow({ status, answer }: Exchange): boolean {
  return (
    status === 429 ||
    Refusal.safeParse(answer).data?.code === 23 ||
    /task_status_not_success/.test(JSON.stringify(answer))
  );
}

/** Nothing was asked of the relay twice, nothing paid twice, and nothing that no member was answered about. */
export function sentOnce({ relay, exchanges, gestures }: Evidence): string[] {
  const answered = gestures.filter(({ handle }) => handle.interaction.acknowledged);
  const known = new Set(answered.map(({ handle }) => handle.id));
  const posts = exchanges.filter(({ path }) => path.includes('/submit/'));
  const same = Map.groupBy(
    posts,
    ({ path, asked }) => `${path.endsWith('/modal') ? 'the text of ' : ''}${jobIdOf(asked)}`,
  );
  const twice = [...same]
    .filter(([, sent]) => !sent.slice(0, -1).every(saysNotNow))
    .map(([what, sent]) => `${what} was submitted again after ${JSON.stringify(sent.map(({ answer }) => answer))}`);
  const bills = relay.submissions.filter(({ billed }) => billed);
  const paid = Map.groupBy(
    bills,
    ({ endpoint, body }) => `${endpoint === 'modal' ? 'the text of ' : ''}${jobIdOf(body)}`,
  );
  return [
    ...twice,
    ...[...paid].filter(([, all]) => all.length > 1).map(([what, all]) => `${what} was paid ${all.length} times`),
    ...relay.submissions
      .map(({ body }) => jobIdOf(body))
      .filter((job) => !known.has(interactionOf(job)))
      .map((job) => `${job} was submitted though nobody was answered`),
  ];
}

/** However many press the same, it is paid for once, unless its member was told that it is lost. */
export function upscalesArePaidOnce({ relay, observed }: Evidence): string[] {
  const paid = relay.submissions.flatMap(({ body, billed }) => {
    const { data } = Press.safeParse(body);
    return billed && data && /::(?:upsample|video_virtual_upscale)/.test(data.customId)
      ? [{ what: `${data.customId} of ${data.taskId}`, job: jobIdOf(body) }]
      : [];
  });
  return [...Map.groupBy(paid, ({ what }) => what)].flatMap(([what, all]) => {
    const kept = all.filter(({ job }) => {
      const texts = observed.of(interactionOf(job)).map(textOf);
      return !texts.some((text) => /A newer try took|no picture turned up/.test(text));
    });
    return kept.length > 1 ? [`${what} was paid for by ${kept.map(({ job }) => job).join(', ')}`] : [];
  });
}
