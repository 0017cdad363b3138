import { ApplicationCommandOptionType, ButtonStyle, ComponentType } from 'discord.js';
import { type Context, type Handler, inServers } from '../src/discord/handler.ts';
import { MODERATORS, moderatedServer } from '../src/discord/input/moderator.ts';
import { serverOf } from '../src/discord/input/server.ts';
import { stopId } from '../src/discord/render/custom-ids.ts';
import { type EphemeralReply, renderReply } from '../src/discord/render/reply.ts';
import type { Step } from '../src/domain/job/job.ts';
import { BLOCKS_MAX, withBlock } from '../src/domain/policy/server-policy.ts';
import { en } from '../src/text/en/index.ts';

const { description, options } = en.commands.block;

/** In ms. */
const DAY = 24 * 3_600_000;

/** The steps in which the relay works on a job, or is about to. */
const running: ReadonlySet<Step> = new Set(['submitting', 'submittingModal', 'following', 'overdue']);

function jobsOf(guildId: string, memberId: string, { engine }: Context) {
  return engine.jobsInServer(guildId).flatMap(({ job }) => (job.requester.id === memberId ? [job] : []));
}

/** Calls off what a member has waiting in a server, and is not charged: how many jobs that were. */
async function cancelWaiting(guildId: string, memberId: string, context: Context): Promise<number> {
  let count = 0;
  for (const { id, step } of jobsOf(guildId, memberId, context)) {
    if (step !== 'waiting' && step !== 'window') continue;
    if ((await context.engine.cancel(id, true)) === 'cancelled') count += 1;
  }
  return count;
}

/** A text, with a button that stops what the member has running. */
function withStop(text: string, memberId: string, count: number, { words }: Context): EphemeralReply {
  if (count === 0) return renderReply(text, { components: [] });
  const button = {
    type: ComponentType.Button as const,
    style: ButtonStyle.Danger as const,
    custom_id: stopId.encode(memberId),
    label: words.moderation.stopRunning(count),
  };
  return renderReply(text, { components: [{ type: ComponentType.ActionRow, components: [button] }] });
}

/** `/block` keeps a member from making pictures in a server, calls off what they have waiting, and offers to stop what runs. */
export default {
  command: {
    data: {
      name: 'block',
      description,
      ...inServers(MODERATORS),
      options: [
        { type: ApplicationCommandOptionType.User, name: 'member', description: options.member, required: true },
        {
          type: ApplicationCommandOptionType.Integer,
          name: 'days',
          description: options.days,
          min_value: 1,
          max_value: 3650,
        },
        { type: ApplicationCommandOptionType.String, name: 'reason', description: options.reason, max_length: 300 },
      ],
    },
    async execute(interaction, context) {
      const { responder, serverLog, store, words } = context;
      const { createdTimestamp: at, options: given, user } = interaction;
      const guildId = moderatedServer(interaction);
      if (guildId === null) return responder.tell(words.moderation.notModerator);
      const { id: memberId } = given.getUser('member', true);
      const days = given.getInteger('days');
      const until = days === null ? null : at + days * DAY;
      const block = { memberId, by: user.id, at, until, why: given.getString('reason') ?? '' };
      const { after } = await store.policies.changeServer(guildId, (policy) => withBlock(policy, block));
      if (!after.blocks.some((one) => one.memberId === memberId && one.at === at))
        return responder.tell(words.moderation.tooManyBlocks(BLOCKS_MAX));
      serverLog.add(serverOf(interaction, guildId), { kind: 'blocked', ...block });
      await responder.deferReply();
      const cancelled = await cancelWaiting(guildId, memberId, context);
      const left = jobsOf(guildId, memberId, context).filter(({ step }) => running.has(step)).length;
      const { moderation } = words;
      const sentences = [
        moderation.blocked(`<@${memberId}>`, until),
        cancelled > 0 ? moderation.cancelled(cancelled) : '',
        left > 0 ? moderation.running(left) : '',
      ];
      await responder.tell(withStop(sentences.filter(Boolean).join(' '), memberId, left, context));
    },
  },
  button: {
    prefix: stopId.prefix,
    async press(interaction, context) {
      const { engine, responder, words } = context;
      const { moderation } = words;
      const guildId = moderatedServer(interaction);
      if (guildId === null) return responder.tell(moderation.notModerator);
      const [memberId = ''] = stopId.decode(interaction.customId) ?? [];
      await responder.deferUpdate();
      const counts = { stopped: 0, unfollowed: 0, changingHands: 0 };
      for (const { id, step } of jobsOf(guildId, memberId, context)) {
        if (!running.has(step)) continue;
        const outcome = await engine.cancel(id, true);
        if (outcome === 'cancelled' || outcome === 'leftAlone') counts.stopped += 1;
        if (outcome === 'unfollowed') counts.unfollowed += 1;
        if (outcome === 'tooLate') counts.changingHands += 1;
      }
      const sentences = [
        counts.stopped > 0 ? moderation.stopped(counts.stopped) : '',
        counts.unfollowed > 0 ? moderation.unfollowed(counts.unfollowed) : '',
        counts.changingHands > 0 ? moderation.changingHands(counts.changingHands) : '',
      ];
      const text = sentences.filter(Boolean).join(' ') || moderation.nothingRuns;
      await responder.editReply(withStop(text, memberId, counts.changingHands, context));
    },
  },
} satisfies Handler;
