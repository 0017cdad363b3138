import { type ButtonInteraction, ButtonStyle, ComponentType } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { mayPost } from '../../src/discord/jobs/own-message.ts';
import type { Reposted } from '../../src/discord/jobs/repost.ts';
import { isRemovedIn, resultOfJob } from '../../src/discord/lookup/removal.ts';
import { publishId } from '../../src/discord/render/custom-ids.ts';
import { messageLink } from '../../src/discord/render/link.ts';
import { copiesIn } from '../../src/discord/rest/existing-messages.ts';
import { type Job, messageOf, type Place, taskOf } from '../../src/domain/job/job.ts';
import { catalogueFor } from '../../src/text/locale.ts';

/** For how long, in ms, nobody else publishes what is being published: longer than a result is tried to be shown. */
const ONCE = 2 * 60_000;

/** What may become of a result that leaves its message as it was. */
const unshown: ReadonlySet<Reposted> = new Set(['kept', 'later', 'refused']);

/** Where in this channel everybody sees the job's result, null where nobody but its requester does. */
async function publicPlace(job: Job, { channelId, message }: ButtonInteraction, { presenter, store }: Context) {
  if (job.private) return null;
  const taskId = taskOf(job);
  const shown = [...(taskId === null ? [] : await store.tasks.places(taskId)), messageOf(job)].toReversed();
  for (const place of shown) {
    if (place?.channelId !== channelId || place.messageId === message.id) continue;
    if ((await presenter.exists(place)) === 'yes') return place;
  }
  return null;
}

/**
 * A message for the result that answers no interaction: an answer would stand below the private message. It stands below the
 * picture that the result came from, where everybody sees that. Null when Discord does not let us post.
 */
async function ownMessage(
  { parent }: Job,
  { channelId, guildId, guildLocale, id, locale }: ButtonInteraction,
  { presenter, responder }: Context,
): Promise<Place | null> {
  await responder.deferUpdate();
  const isSeen = parent?.channelId === channelId && (await presenter.exists(parent)) === 'yes';
  const text = catalogueFor(guildLocale ?? locale).steps.delivering;
  return presenter.open({ guildId, channelId }, { text, nonce: `p${id}`, replyTo: isSeen ? parent : null });
}

/** The rows of the private message, in which the button leads to the public one. */
function rowsLeadingTo(place: Place, { customId, message }: ButtonInteraction, { words }: Context): readonly object[] {
  const link = {
    type: ComponentType.Button,
    style: ButtonStyle.Link,
    label: words.lookup.published,
    url: messageLink(place),
  };
  return message.components.map((row) =>
    row.type === ComponentType.ActionRow
      ? { type: row.type, components: row.components.map((one) => (one.customId === customId ? link : one.toJSON())) }
      : row.toJSON(),
  );
}

/**
 * "Publish" below a private result posts it for everybody, once, with buttons that work. Then the button reads "Published"
 * and leads to that message. Where Discord does not let us change it at once, its next press does.
 */
export default {
  button: {
    prefix: publishId.prefix,
    async press(interaction, context) {
      const { responder, engine, presenter, showAgain, store, words } = context;
      const [jobId = ''] = publishId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      if (job?.step !== 'settled') return responder.tell(words.replies.buttonsExpired);
      if (job.requester.id !== interaction.user.id) return responder.tell(words.replies.notYours);
      const { channelId, id, message } = interaction;
      const before = await publicPlace(job, interaction, context);
      if (before) {
        await responder.deferUpdate();
        await responder.replaceButtons(message.id, rowsLeadingTo(before, interaction, context));
        return responder.tell(words.lookup.publishedAt(messageLink(before)));
      }
      if (await isRemovedIn(interaction.guildId, resultOfJob(job), context))
        return responder.tell(words.lookup.removedByModerator);
      const claim = `publish:${jobId}:${channelId}`;
      if ((await store.claims.claim(claim, id, ONCE)) !== id) return responder.tell(words.replies.doubleClick);
      try {
        const copies = copiesIn({ embeds: message.embeds, attachments: [...message.attachments.values()] });
        const posted = mayPost(interaction) ? await ownMessage(job, interaction, context) : null;
        const answer = posted || responder.answered ? null : await responder.deferPublicReply();
        if (posted) {
          const shown = await showAgain(jobId, posted, { hidden: false, copies, isAnswer: false });
          // It says that the result is coming.
          if (unshown.has(shown)) await presenter.remove(posted);
        } else if (answer) await showAgain(jobId, answer.place, { hidden: answer.hidden, copies });
        else await responder.tell(words.lookup.discordBusy);
      } finally {
        await store.claims.release(claim, id);
      }
      const published = await engine.job(jobId);
      const place = published && (await publicPlace(published, interaction, context));
      if (place) await responder.replaceButtons(message.id, rowsLeadingTo(place, interaction, context));
    },
  },
} satisfies Handler;
