import { type Context, everywhere, type Handler } from '../src/discord/handler.ts';
import { findResult } from '../src/discord/lookup/find-result.ts';
import { undeliveredTasks } from '../src/discord/lookup/recent-tasks.ts';
import { jobsId } from '../src/discord/render/custom-ids.ts';
import { escapePrompt } from '../src/discord/render/escape.ts';
import { nameOf, renderJobs } from '../src/discord/render/jobs-list.ts';
import { hasFailed } from '../src/domain/job/job.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.jobs;

async function listOf(memberId: string, context: Context, news = '') {
  const { engine, words } = context;
  return renderJobs(engine.jobsOfMember(memberId), await undeliveredTasks(memberId, context), words, news);
}

/** Cancels one of the member's own jobs. Returns the sentence that says what came of it. */
async function cancel(memberId: string, jobId: string, { engine, words }: Context): Promise<string> {
  const { cancelled } = words.lookup;
  const job = engine.jobsOfMember(memberId).find((one) => one.job.id === jobId)?.job;
  if (!job) return cancelled.gone;
  const what = escapePrompt(nameOf(job, words), 200).text;
  const outcome = await engine.cancel(jobId);
  if (outcome === 'gone') return cancelled.gone;
  if (outcome === 'cancelled') {
    // As it was when it was called off, which may be a step later than when it was listed.
    const ended = await engine.job(jobId);
    if (ended && hasFailed(ended) && ended.outcome.free) return cancelled.waiting(what);
    return job.step === 'window' ? cancelled.opened(what) : cancelled.stopped(what);
  }
  return cancelled[outcome](what);
}

/** `/jobs` lists the member's open jobs and the results that never reached them. */
export default {
  command: {
    data: { name: 'jobs', description, ...everywhere },
    async execute({ user }, context) {
      await context.responder.tell(await listOf(user.id, context));
    },
  },
  select: {
    prefix: jobsId.prefix,
    async choose(interaction, context) {
      const { responder, showAgain, words } = context;
      const { customId, user, values } = interaction;
      const [value = ''] = values;
      if (jobsId.decode(customId)?.[0] === 'cancel') {
        await responder.deferUpdate();
        const news = await cancel(user.id, value, context);
        return responder.editReply(await listOf(user.id, context, news));
      }
      const found = await findResult({ kind: 'task', taskId: value }, interaction, context);
      const job = typeof found === 'string' ? null : found?.job;
      if (job?.step !== 'settled') return responder.tell(words.lookup.unknownTask);
      const own = await responder.deferReply();
      if (own) await showAgain(job.id, own);
    },
  },
} satisfies Handler;
