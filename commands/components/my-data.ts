import type { ButtonInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { dataId } from '../../src/discord/render/custom-ids.ts';
import { renderErasureQuestion, renderExport, renderMyData } from '../../src/discord/render/my-data.ts';

/** Reading all of a store is work: each member may ask for it once in this time, in ms. */
const ONCE = 24 * 3_600_000;
/** How many bytes of jobs a file holds at most. Discord takes files of 10 MB. */
const MOST_BYTES = 4_000_000;

async function exportData({ id, user }: ButtonInteraction, { responder, store, words }: Context): Promise<void> {
  const key = `export:${user.id}`;
  if ((await store.claims.claim(key, id, ONCE)) !== id) return responder.tell(words.myData.hadIt);
  await responder.deferReply();
  try {
    const { isComplete, ...data } = await store.personalData(user.id, MOST_BYTES);
    const file = Buffer.from(JSON.stringify({ memberId: user.id, isComplete, ...data }, null, 1));
    const name = `darkroom-${user.id}.json`;
    await responder.tell(renderExport(words, name, isComplete), [
      { key: 'files[0]', name, data: file, contentType: 'application/json' },
    ]);
  } catch (error) {
    await store.claims.release(key, id);
    throw error;
  }
}

/** The buttons of what is kept of a member: they have it as a file, and erase it. They work where the bot serves nobody, too. */
export default {
  button: {
    prefix: dataId.prefix,
    free: true,
    async press(interaction, context) {
      const { responder, retentionDays, store, words } = context;
      const [what] = dataId.decode(interaction.customId) ?? [];
      switch (what) {
        case 'open':
          return responder.tell(renderMyData(words, retentionDays));
        case 'export':
          return exportData(interaction, context);
        case 'ask':
          return responder.tell(renderErasureQuestion(words));
        case 'erase':
          await store.erasures.request(interaction.user.id);
          await responder.tell(words.myData.erased);
          return store.erasures.work();
        default:
          return responder.tell(words.replies.buttonUnknown);
      }
    },
  },
} satisfies Handler;
