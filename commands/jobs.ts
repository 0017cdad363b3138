import { type Context, everywhere, type Handler } from '../src/discord/handler.ts';
import { callOff } from '../src/discord/lookup/call-off.ts';
import { findResult } from '../src/discord/lookup/find-result.ts';
import { undeliveredTasks } from '../src/discord/lookup/recent-tasks.ts';
import { jobsId } from '../src/discord/render/custom-ids.ts';
import { renderJobs } from '../src/discord/render/jobs-list.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.jobs;

async function listOf(memberId: string, context: Context, news = '') {
  const { engine, words } = context;
  return renderJobs(await engine.jobsOfMember(memberId), await undeliveredTasks(memberId, context), words, news);
}

/** Cancels one of the member's own jobs. Returns the sentence that says what came of it. */
async function cancel(memberId: string, jobId: string, context: Context): Promise<string> {
  const job = (await context.engine.jobsOfMember(memberId)).find((one) => one.job.id === jobId)?.job;
  return job ? callOff(job, 'member', context) : context.words.lookup.cancelled.gone;
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
