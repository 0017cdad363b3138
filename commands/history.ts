import { ApplicationCommandOptionType } from 'discord.js';
import { historyId } from '../src/discord/custom-ids.ts';
import type { Context, Handler } from '../src/discord/handler.ts';
import { everywhere } from '../src/discord/reach.ts';
import { searched } from '../src/discord/recent-tasks.ts';
import { decodeSearch, encodeSearch, renderHistory } from '../src/discord/render/history.ts';
import { en } from '../src/text/en.ts';

const { description, options } = en.commands.history;

async function pageOf(memberId: string, page: number, search: string, { store, words }: Context) {
  return renderHistory(searched(await store.members.recent(memberId), search), page, search, words);
}

/** `/history`: what a member made, newest first, in pages. */
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
      // As the buttons will have it, so that every page is about the same words.
      const search = decodeSearch(encodeSearch(given.getString('search')?.trim() ?? ''));
      await context.answer.tell(await pageOf(user.id, 0, search, context));
    },
  },
  button: {
    prefix: historyId.prefix,
    async press({ customId, user }, context) {
      const [page = '0', search = 'q'] = historyId.decode(customId) ?? [];
      await context.answer.update(await pageOf(user.id, Number(page), decodeSearch(search), context));
    },
  },
} satisfies Handler;
