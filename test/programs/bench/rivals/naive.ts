import { setTimeout as delay } from 'node:timers/promises';
import { runPictureBot, type Task } from './picture-bot.ts';
import { ask } from './relay.ts';

/** What a good bot of an afternoon does: it asks after the one task until that is done, keeps everything in memory and dies with it. */
const ms = Number(process.env.POLL_SECONDS) * 1000;

await runPictureBot({
  submit: (path, body) => ask(path, body),
  async look(taskId) {
    await delay(ms);
    return ask<Task>(`/mj/task/${taskId}/fetch`);
  },
  unsaid: '',
  ledger: null,
});
