import { ApplicationCommandOptionType } from 'discord.js';
import { type Context, type Handler, inServers } from '../src/discord/handler.ts';
import { MODERATORS, moderatedServer } from '../src/discord/input/moderator.ts';
import { callOff } from '../src/discord/lookup/call-off.ts';
import { queueId } from '../src/discord/render/custom-ids.ts';
import { renderQueue } from '../src/discord/render/queue.ts';
import { en } from '../src/text/en/index.ts';

const { description, options } = en.commands.queue;

/** The open jobs of a server, oldest first; `memberId`: only those of one member. */
async function jobsOf(guildId: string, memberId: string | null, { engine }: Context) {
  return (await engine.jobsInServer(guildId)).filter(({ job }) => memberId === null || job.requester.id === memberId);
}

async function queueOf(guildId: string, memberId: string | null, context: Context, news = '') {
  return renderQueue(await jobsOf(guildId, memberId, context), memberId, context.words, news);
}

/** `/queue` lists what is under way in a server, and lets its moderators call it off. */
export default {
  command: {
    data: {
      name: 'queue',
      description,
      ...inServers(MODERATORS),
      options: [{ type: ApplicationCommandOptionType.User, name: 'member', description: options.member }],
    },
    async execute(interaction, context) {
      const { responder, words } = context;
      const guildId = moderatedServer(interaction);
      if (guildId === null) return responder.tell(words.moderation.notModerator);
      await responder.tell(await queueOf(guildId, interaction.options.getUser('member')?.id ?? null, context));
    },
  },
  select: {
    prefix: queueId.prefix,
    async choose(interaction, context) {
      const { responder, words } = context;
      const guildId = moderatedServer(interaction);
      if (guildId === null) return responder.tell(words.moderation.notModerator);
      const [, whose = 'all'] = queueId.decode(interaction.customId) ?? [];
      const memberId = whose === 'all' ? null : whose;
      const [jobId = ''] = interaction.values;
      await responder.deferUpdate();
      const job = (await jobsOf(guildId, null, context)).find((one) => one.job.id === jobId)?.job;
      const news = job ? await callOff(job, 'moderator', context) : words.lookup.cancelled.gone;
      await responder.editReply(await queueOf(guildId, memberId, context, news));
    },
  },
  button: {
    prefix: queueId.prefix,
    async press(interaction, context) {
      const { engine, responder, words } = context;
      const guildId = moderatedServer(interaction);
      if (guildId === null) return responder.tell(words.moderation.notModerator);
      const [, whose = 'all'] = queueId.decode(interaction.customId) ?? [];
      const memberId = whose === 'all' ? null : whose;
      await responder.deferUpdate();
      let count = 0;
      for (const { job } of await jobsOf(guildId, memberId, context)) {
        if (job.step === 'waiting' && (await engine.cancel(job.id, true)) === 'cancelled') count += 1;
      }
      await responder.editReply(await queueOf(guildId, memberId, context, words.moderation.calledOff(count)));
    },
  },
} satisfies Handler;
