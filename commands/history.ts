import { ApplicationCommandOptionType } from 'discord.js';
import { type Context, everywhere, type Handler } from '../src/discord/handler.ts';
import { findHistory, historyEntry, picturesOf } from '../src/discord/lookup/history.ts';
import { noteLook } from '../src/discord/lookup/latest-look.ts';
import { historyId } from '../src/discord/render/custom-ids.ts';
import {
  decodeQuery,
  encodeQuery,
  type HistoryPicture,
  type HistoryQuery,
  pageAt,
  paginate,
  renderHistory,
  thumbnailName,
} from '../src/discord/render/history.ts';
import type { EphemeralReply } from '../src/discord/render/reply.ts';
import type { Upload } from '../src/discord/rest/upload.ts';
import type { RecentTask } from '../src/domain/ports/store.ts';
import { en } from '../src/text/en/index.ts';

const { description, options } = en.commands.history;

/** Shows a page by `answer`, and its pictures as soon as Discord has told where they are. */
async function showPage(
  { id, user }: { readonly id: string; readonly user: { readonly id: string } },
  query: HistoryQuery,
  pageIn: (all: readonly RecentTask[]) => number,
  answer: (reply: EphemeralReply) => Promise<void>,
  context: Context,
): Promise<void> {
  const { responder, words } = context;
  const isLatest = noteLook(user.id, id);
  const all = await findHistory(user.id, query, context);
  const { shown, ...where } = paginate(all, pageIn(all));
  const entries = await Promise.all(shown.map((task) => historyEntry(task, context)));
  const page = { ...where, shown: entries, query, times: all.map(({ at }) => at) };
  await answer(renderHistory(page, words));
  const pictures = await picturesOf(entries, context);
  if (!isLatest() || pictures.every((picture) => picture === null)) return;
  await responder.enrich(renderHistory({ ...page, pictures }, words), filesOf(pictures));
}

/** What is sent with a page. */
function filesOf(pictures: readonly (HistoryPicture | null)[]): readonly Upload[] {
  return pictures.flatMap((picture, index) => {
    if (!picture || !('copy' in picture)) return [];
    const { data, mime } = picture.copy;
    return [{ key: `files[${index}]`, name: thumbnailName(index), data, contentType: mime }];
  });
}

/** `/history` lists what a member has made, newest first, in pages, with a small picture of each. */
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
    async execute(interaction, context) {
      // The page buttons hold a shortened search: the first page uses the same, so that all pages list the same tasks.
      const search = interaction.options.getString('search')?.trim() ?? '';
      const query = decodeQuery(encodeQuery({ search, kind: 'all' }));
      await showPage(interaction, query, () => 0, context.responder.tell, context);
    },
  },
  button: {
    prefix: historyId.prefix,
    async press(interaction, context) {
      const [page = '0', query = 'q'] = historyId.decode(interaction.customId) ?? [];
      await showPage(interaction, decodeQuery(query), () => Number(page), context.responder.update, context);
    },
  },
  select: {
    prefix: historyId.prefix,
    async choose(interaction, context) {
      const [what, text = 'q'] = historyId.decode(interaction.customId) ?? [];
      const [chosen = ''] = interaction.values;
      const query = decodeQuery(text);
      const kind = (['grids', 'singles', 'films', 'words'] as const).find((one) => one === chosen) ?? 'all';
      const { update } = context.responder;
      if (what === 'kind') return showPage(interaction, { ...query, kind }, () => 0, update, context);
      await showPage(interaction, query, (all) => pageAt(all, Number(chosen)), update, context);
    },
  },
} satisfies Handler;
