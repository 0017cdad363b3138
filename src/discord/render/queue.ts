import { ButtonStyle, ComponentType } from 'discord.js';
import { messageOf } from '../../domain/job/job.ts';
import type { JobStatus } from '../../domain/ports/presenter.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { gestureOf, paragraphs } from './body.ts';
import { queueId } from './custom-ids.ts';
import { escapePrompt, plain } from './escape.ts';
import { cancellable, lines, nameOf, short, stepOf } from './jobs-list.ts';
import { maskedLink, messageLink } from './link.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';
import { selectRow } from './select.ts';

/**
 * The open jobs of a server, for its moderators; `memberId`: only those of one member. Of what a member makes in private they see that
 * it is there, not what it is. `news` tells what has just happened.
 */
export function renderQueue(
  jobs: readonly JobStatus[],
  memberId: string | null,
  words: Catalogue,
  news = '',
): EphemeralReply {
  const { moderation } = words;
  if (jobs.length === 0) {
    const empty = memberId === null ? moderation.queueEmpty : moderation.queueEmptyOf(`<@${memberId}>`);
    return renderReply(paragraphs(news, empty), { embeds: [], components: [] });
  }
  const embed = {
    title: moderation.queueTitle,
    description: lines(
      jobs.map((one) => line(one, words)),
      words,
    ),
    color: palette.working,
  };
  const waiting = jobs.filter(({ job }) => job.step === 'waiting').length;
  const whose = memberId ?? 'all';
  const button = {
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    custom_id: queueId.encode('waiting', whose),
    label: moderation.cancelWaiting(waiting),
  };
  return renderReply(news, {
    embeds: [embed],
    components: [
      ...selectRow(
        queueId.encode('one', whose),
        moderation.cancelHint,
        jobs
          .filter(({ job }) => cancellable.has(job.step))
          .map(({ job, progress }) => ({
            value: job.id,
            label: job.private ? `${plain(gestureOf(job, words), 60)} · ${moderation.private}` : nameOf(job, words),
            description: `${plain(job.requester.name, 50)} · ${stepOf(job, progress, words)}`,
          })),
      ),
      ...(waiting === 0 ? [] : [{ type: ComponentType.ActionRow as const, components: [button] }]),
    ],
  });
}

function line({ job, progress }: JobStatus, words: Catalogue): string {
  const gesture = escapePrompt(gestureOf(job, words), 60).text;
  const who = `<@${job.requester.id}>`;
  const step = stepOf(job, progress, words);
  if (job.private) return `- ${who} **${gesture}** ${words.moderation.private} · *${step}*`;
  const place = messageOf(job);
  const linked = place ? maskedLink(gesture, messageLink(place)) : gesture;
  return `- ${who} **${linked}** ${short(job.prompt, words)} · *${step}*`;
}
