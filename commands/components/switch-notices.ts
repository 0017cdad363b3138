import type { Handler } from '../../src/discord/handler.ts';
import { noticesId } from '../../src/discord/render/custom-ids.ts';
import { renderNoticesChoice } from '../../src/discord/render/notice.ts';

/** The button below a notice sets whether the member is told when a job that took long is ready. */
export default {
  button: {
    prefix: noticesId.prefix,
    async press({ customId, user }, { responder, store, words }) {
      const notices = noticesId.decode(customId)?.[0] === 'on';
      await store.members.changeSettings(user.id, (settings) => ({ ...settings, notices }));
      await responder.tell(renderNoticesChoice(notices, words));
    },
  },
} satisfies Handler;
