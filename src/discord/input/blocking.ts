import { ButtonStyle, ComponentType } from 'discord.js';
import type { Job } from '../../domain/job/job.ts';
import type { Step } from '../../domain/job/step.ts';
import { BLOCKS_MAX, type Block, withBlock } from '../../domain/policy/server-policy.ts';
import type { Context } from '../handler.ts';
import { stopId } from '../render/custom-ids.ts';
import { type EphemeralReply, renderReply } from '../render/reply.ts';

/** The steps in which the relay works on a job, or is about to. */
const running: ReadonlySet<Step> = new Set(['submitting', 'submittingModal', 'following', 'overdue']);

async function jobsOf(guildId: string, memberId: string, { engine }: Pick<Context, 'engine'>): Promise<readonly Job[]> {
  const statuses = await engine.jobsOfMember(memberId);
  return statuses.flatMap(({ job }) => (job.guildId === guildId ? [job] : []));
}

/** What the relay makes for a member in a server right now, or is about to. */
export async function runningJobsOf(
  guildId: string,
  memberId: string,
  context: Pick<Context, 'engine'>,
): Promise<readonly Job[]> {
  return (await jobsOf(guildId, memberId, context)).filter(({ step }) => running.has(step));
}

/** Blocks a member in a server: whether that was possible, as too many may be blocked there. Throws StoreError. */
export async function blockMember(
  guildId: string,
  block: Block,
  { store }: Pick<Context, 'store'>,
): Promise<'blocked' | 'tooMany'> {
  const { after } = await store.policies.changeServer(guildId, (policy) => withBlock(policy, block));
  const isIn = after.blocks.some(({ memberId, at }) => memberId === block.memberId && at === block.at);
  return isIn ? 'blocked' : 'tooMany';
}

/** Why one member more cannot be blocked. */
export function tooManyBlocked({ words }: Pick<Context, 'words'>): string {
  return words.moderation.tooManyBlocks(BLOCKS_MAX);
}

/**
 * Calls off what a blocked member has waiting, which is not charged, and tells the moderator how much that was, with a button that
 * stops what runs.
 */
export async function clearQueueOf(
  guildId: string,
  { memberId, until }: Pick<Block, 'memberId' | 'until'>,
  context: Pick<Context, 'engine' | 'words'>,
): Promise<EphemeralReply> {
  const { engine, words } = context;
  let cancelled = 0;
  for (const { id, step } of await jobsOf(guildId, memberId, context)) {
    if (step !== 'waiting' && step !== 'window') continue;
    if ((await engine.cancel(id, true)) === 'cancelled') cancelled += 1;
  }
  const left = (await runningJobsOf(guildId, memberId, context)).length;
  const { moderation } = words;
  const sentences = [
    moderation.blocked(`<@${memberId}>`, until),
    cancelled > 0 ? moderation.cancelled(cancelled) : '',
    left > 0 ? moderation.running(left) : '',
  ];
  return withStop(sentences.filter(Boolean).join(' '), memberId, left, context);
}

/** A text, with a button that stops what the member has running. */
export function withStop(
  text: string,
  memberId: string,
  count: number,
  { words }: Pick<Context, 'words'>,
): EphemeralReply {
  if (count === 0) return renderReply(text, { components: [] });
  const button = {
    type: ComponentType.Button as const,
    style: ButtonStyle.Danger as const,
    custom_id: stopId.encode(memberId),
    label: words.moderation.stopRunning(count),
  };
  return renderReply(text, { components: [{ type: ComponentType.ActionRow, components: [button] }] });
}
