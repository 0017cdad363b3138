import { ApplicationCommandOptionType, type ButtonInteraction, type ChatInputCommandInteraction } from 'discord.js';
import { type Context, everywhere, type Handler } from '../src/discord/handler.ts';
import { type FoundResult, findResult, ifVisible, maySee } from '../src/discord/lookup/find-result.ts';
import { suggestTasks } from '../src/discord/lookup/recent-tasks.ts';
import { parseReference, type Reference } from '../src/discord/lookup/reference.ts';
import { infoId } from '../src/discord/render/custom-ids.ts';
import { type ResultFacts, renderInfo } from '../src/discord/render/info.ts';
import { lineage } from '../src/domain/job/lineage.ts';
import { jobsSharing } from '../src/domain/job/shared-message.ts';
import { en } from '../src/text/en/index.ts';

const { description, options } = en.commands.info;

/** The facts about a result that the store has, else those that the relay has. Null when neither knows it. */
async function factsOf(
  found: FoundResult | null,
  taskId: string | null,
  interaction: ButtonInteraction | ChatInputCommandInteraction,
  context: Context,
) {
  const { fetchTask, engine, store } = context;
  const job = found?.job ?? null;
  if (job) {
    const outcome = 'outcome' in job ? job.outcome : null;
    const pictures = outcome?.kind === 'pictures' ? outcome : null;
    const ancestors = await lineage(job, engine.job, store.messages);
    return {
      job,
      ancestors,
      prompt: pictures?.prompt || job.prompt,
      taskId: pictures?.taskId ?? null,
      seed: undefined,
    };
  }
  const task = taskId === null ? null : await ifVisible(await fetchTask(taskId), interaction, context);
  return task && { job, ancestors: [], prompt: task.prompt, taskId: task.id, seed: undefined };
}

/** Tells the facts at once, and again with the seed, which takes the relay up to a minute. */
async function tell(facts: ResultFacts, { responder, seed, words }: Context): Promise<void> {
  const show = (known: ResultFacts) => {
    const { reply, promptFile } = renderInfo(known, words);
    const files = promptFile === null ? [] : [{ name: 'prompt.txt', data: Buffer.from(promptFile), key: 'files[0]' }];
    return responder.editReply(reply, files);
  };
  await show(facts);
  if (facts.taskId === null) return;
  await show({ ...facts, seed: await seed(facts.taskId).catch(() => null) });
}

/** The facts about a message that shows the results of several jobs. */
async function factsOfSeveral({ message }: ButtonInteraction, { engine, store }: Context): Promise<ResultFacts | null> {
  const record = await store.messages.get(message.id);
  const [job, ...others] = record ? await jobsSharing(record, engine.job) : [];
  if (!job) return null;
  const ancestors = await lineage(job, engine.job, store.messages);
  return { job, others, ancestors, prompt: job.prompt, taskId: null, seed: undefined };
}

/** The job that ℹ️ names, where its message shows no result: that of a failure is not remembered. */
async function jobNamed(interaction: ButtonInteraction, { engine }: Context): Promise<FoundResult | null> {
  const { channelId, customId, guildId, message } = interaction;
  const [jobId = ''] = infoId.decode(customId) ?? [];
  const job = await engine.job(jobId);
  return job && maySee(interaction, job, { channelId, guildId, messageId: message.id }) ? { job, record: null } : null;
}

async function inform(
  reference: Reference,
  interaction: ButtonInteraction | ChatInputCommandInteraction,
  context: Context,
): Promise<void> {
  const { responder, words } = context;
  const known = await findResult(reference, interaction, context);
  const found = known === null && interaction.isButton() ? await jobNamed(interaction, context) : known;
  const nothing = reference.kind === 'task' ? words.lookup.unknownTask : words.lookup.unknownMessage;
  if (found === 'hidden') return responder.tell(nothing);
  if (found === 'several') {
    const several = interaction.isButton() ? await factsOfSeveral(interaction, context) : null;
    if (!several) return responder.tell(words.lookup.severalPictures);
    await responder.deferReply();
    return tell(several, context);
  }
  await responder.deferReply();
  const taskId = (found?.record?.taskId ?? null) || (reference.kind === 'task' ? reference.taskId : null);
  const facts = await factsOf(found, taskId, interaction, context);
  await (facts ? tell(facts, context) : responder.tell(nothing));
}

/** `/info` tells everything about a result. So does ℹ️ below it. */
export default {
  command: {
    data: {
      name: 'info',
      description,
      ...everywhere,
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'of',
          description: options.of,
          required: true,
          max_length: 300,
          autocomplete: true,
        },
      ],
    },
    async execute(interaction, context) {
      const reference = parseReference(interaction.options.getString('of', true));
      if (!reference) return context.responder.tell(context.words.lookup.badReference);
      await inform(reference, interaction, context);
    },
    complete: suggestTasks('of'),
  },
  button: {
    prefix: infoId.prefix,
    free: true,
    press(interaction, context) {
      const { channelId, guildId, message } = interaction;
      return inform({ kind: 'message', place: { channelId, guildId, messageId: message.id } }, interaction, context);
    },
  },
} satisfies Handler;
