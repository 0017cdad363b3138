import { createLedger } from './ledger.ts';
import { runPictureBot, type Task } from './picture-bot.ts';
import { ask, askAlone } from './relay.ts';
import { createRounds } from './rounds.ts';

/**
 * The naive bot with the least of what Darkroom has to do beside: it asks after all tasks at once, submits each on a connection of its own,
 * and writes down what Darkroom does in the life of a job, unchecked. Like Darkroom, it does not show that nothing has been done yet.
 */
const { POLL_SECONDS, STORE_URL = '' } = process.env;

await runPictureBot({
  submit: (path, body) => askAlone(path, body),
  look: createRounds((ids) => ask<Task[]>('/mj/task/list-by-condition', { ids }), Number(POLL_SECONDS) * 1000),
  unsaid: '0%',
  ledger: createLedger(STORE_URL.replace('sqlite:', ''), 'few'),
});
