import { ApplicationCommandOptionType } from 'discord.js';
import { type Context, everywhere, type Handler } from '../src/discord/handler.ts';
import { searchTasks } from '../src/discord/lookup/recent-tasks.ts';
import { historyId } from '../src/discord/render/custom-ids.ts';
import { decodeSearch, encodeSearch, paginate, renderHistory } from '../src/discord/render/history.ts';
import { jobOfTask } from '../src/domain/job/shared-message.ts';
import { en } from '../src/text/en/index.ts';

const { description, options } = en.commands.history;

async function pageOf(memberId: string, wanted: number, search: string, { engine, store, words }: Context) {
  const { shown, ...where } = paginate(searchTasks(await store.members.recent(memberId), search), wanted);
  const made = shown.map(async (task) => {
    const record = await store.messages.get(task.place.messageId);
    return { task, job: (record && (await jobOfTask(record, task.taskId, engine.job))) ?? null };
  });
  return renderHistory({ shown: await Promise.all(made), ...where }, search, words);
}

/** `/history` lists what a member has made, newest first, in pages. */
export default {
  command: {
    data: {
      name: 'history',
      description,
      ...everywhere,
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'search',
          description: options.search,
          max_length: 60,
        },
      ],
    },
    async execute({ options: given, user }, context) {
      // The page buttons hold a shortened search: the first page uses the same, so that all pages list the same tasks.
      const search = decodeSearch(encodeSearch(given.getString('search')?.trim() ?? ''));
      await context.responder.tell(await pageOf(user.id, 0, search, context));
    },
  },
  button: {
    prefix: historyId.prefix,
    async press({ customId, user }, context) {
      const [page = '0', search = 'q'] = historyId.decode(customId) ?? [];
      await context.responder.update(await pageOf(user.id, Number(page), decodeSearch(search), context));
    },
  },
} satisfies Handler;
