import { ApplicationCommandOptionType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { findResult } from '../src/discord/lookup/find-result.ts';
import { suggestTasks } from '../src/discord/lookup/recent-tasks.ts';
import { parseReference } from '../src/discord/lookup/reference.ts';
import { isRemovedIn } from '../src/discord/lookup/removal.ts';
import { gestureOf } from '../src/discord/render/body.ts';
import { messageLink } from '../src/discord/render/link.ts';
import { messageOf } from '../src/domain/job/job.ts';
import { en } from '../src/text/en/index.ts';

const { description, options } = en.commands.show;

/** `/show` posts a result again, with buttons that work: from the store, else as the relay has it. */
export default {
  command: {
    data: {
      name: 'show',
      description,
      ...everywhere,
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'task',
          description: options.task,
          required: true,
          max_length: 300,
          autocomplete: true,
        },
      ],
    },
    async execute(interaction, context) {
      const { responder, begin, showAgain, words } = context;
      const reference = parseReference(interaction.options.getString('task', true));
      if (!reference) return responder.tell(words.lookup.badReference);
      const found = await findResult(reference, interaction, context);
      if (found === 'hidden') return responder.tell(words.lookup.unknownTask);
      if (found === 'several') return responder.tell(words.lookup.severalPictures);
      const taskId = (found?.record?.taskId ?? null) || (reference.kind === 'task' ? reference.taskId : null);
      const job = found?.job;
      if (job && job.step !== 'settled') {
        const place = messageOf(job);
        return responder.tell(words.lookup.stillMaking(gestureOf(job, words), place ? messageLink(place) : ''));
      }
      const result = { taskId, messageId: found?.record?.place.messageId ?? null };
      if (!job?.private && (await isRemovedIn(interaction.guildId, result, context)))
        return responder.tell(words.lookup.removedByModerator);
      if (job?.outcome.kind === 'pictures') {
        if (job.private) {
          const own = await responder.deferReply();
          if (own) await showAgain(job.id, own);
          return;
        }
        const shown = await responder.deferPublicReply();
        if (shown) await showAgain(job.id, shown.place, { hidden: shown.hidden });
        return;
      }
      if (job && !taskId) return responder.tell(words.lookup.cameToNothing(gestureOf(job, words)));
      if (!taskId) return responder.tell(words.lookup.unknownMessage);
      await begin({
        request: { kind: 'show', taskId },
        prompt: found?.record?.prompt ?? '',
        ...((job?.private || found?.record?.private) && { private: true }),
      });
    },
    complete: suggestTasks('task'),
  },
} satisfies Handler;
