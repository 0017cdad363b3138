import type { Job } from '../../domain/job/job.ts';
import type { Bot } from '../../domain/job/request.ts';
import type { Context } from '../handler.ts';
import type { Pressed } from './pressed-button.ts';

/**
 * The prompts in the message of a button below a describe or a shorten, as one text: from its job, else from the relay.
 * Empty when neither knows.
 */
export async function promptsText(
  { record }: Pressed,
  { engine, peekTask }: Pick<Context, 'engine' | 'peekTask'>,
): Promise<string> {
  const job = await engine.job(record.jobId);
  const known = job && 'outcome' in job && job.outcome.kind === 'pictures' ? job.outcome.text : '';
  return known || ((await peekTask(record.taskId))?.text ?? '');
}

/**
 * The bot for a picked prompt: `named`, which its flags say, when there is such a flag, else the one of the describe or
 * shorten that the prompt comes from.
 */
export function botForPick(prompt: string, named: Bot, source: Pick<Job, 'request'> | undefined): Bot {
  if (/\s--(?:v|version|niji)(?=\s|$)/i.test(prompt)) return named;
  return source && 'bot' in source.request ? source.request.bot : named;
}
