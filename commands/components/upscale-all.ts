import type { ButtonInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { isHidden } from '../../src/discord/input/pressed-button.ts';
import { asImagine } from '../../src/discord/input/spending.ts';
import { gestureOf } from '../../src/discord/render/body.ts';
import { upscaleAllId } from '../../src/discord/render/custom-ids.ts';
import { messageLink } from '../../src/discord/render/link.ts';
import { classify } from '../../src/domain/buttons/action.ts';
import type { Job } from '../../src/domain/job/job.ts';
import type { Denial } from '../../src/domain/policy/denial.ts';
import type { Catalogue } from '../../src/text/catalogue.ts';

/** The text for pictures that were all made before: where each of them is. */
function madeBeforeText(jobs: readonly Job[], { channelId }: ButtonInteraction, { words }: Context): string {
  const lines = jobs.map((job) => {
    const place = 'place' in job && job.place?.channelId === channelId && !job.private ? job.place : null;
    const { elsewhere, hidden } = words.grouped;
    return `- **${gestureOf(job, words)}** · ${place ? elsewhere(messageLink(place)) : hidden}`;
  });
  return [words.grouped.allThere, ...lines].join('\n');
}

/** Why the pictures may not be made. Where all of them cost too much, one of them may not. */
function textOfDenial(denial: Denial, { policy }: Catalogue): string {
  const isTooMuch = denial.kind === 'limit' && (denial.scope === 'member' || denial.scope === 'user');
  return isTooMuch && denial.left > 0 ? policy.upscaleAll(denial) : policy.denied(denial);
}

/** "Upscale all" under a grid presses U1 to U4 at once and shows the four results in one message. */
export default {
  button: {
    prefix: upscaleAllId.prefix,
    spends: asImagine,
    async press(interaction, context) {
      const { responder, beginGroup, store, words } = context;
      const record = await store.messages.get(interaction.message.id);
      const upscales = record?.buttons.filter(({ customId }) => classify(customId).class === 'upscale') ?? [];
      if (!record?.taskId || upscales.length === 0) return responder.tell(words.grouped.noGrid);
      const { place, prompt, taskId } = record;
      const hidden = isHidden(interaction) || (await store.members.settings(interaction.user.id)).private;
      const outcomes = await beginGroup(
        upscales.map(({ customId }) => ({
          request: { kind: 'action', taskId, customId, chooseSameChannel: true },
          prompt,
          parent: place,
          private: hidden,
        })),
      );
      if (responder.answered) return;
      const [first] = outcomes;
      const denied = outcomes.find((outcome) => outcome.kind === 'denied');
      if (denied) return responder.tell(textOfDenial(denied.denial, words));
      if (first?.kind === 'stopping') return responder.tell(words.replies.restarting);
      if (first?.kind === 'tooMany') return responder.tell(words.replies.tooManyWaiting(first.limit));
      if (outcomes.some(({ kind }) => kind === 'doubled')) return responder.tell(words.replies.doubleClick);
      const made = outcomes.flatMap((outcome) => ('by' in outcome ? [outcome.by] : []));
      if (made.length > 0) await responder.tell(madeBeforeText(made, interaction, context));
    },
  },
} satisfies Handler;
