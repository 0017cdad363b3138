import { kindOf, statedSpeed } from '../credits/price.ts';
import type { Job } from '../job/job.ts';
import { relayOfTask } from '../job/task-key.ts';
import type { AccessContext } from './access.ts';
import { blockedWordIn } from './blocked-words.ts';
import type { Denial } from './denial.ts';
import { freshPayer, maySee, payerOf } from './payer.ts';
import { isNothing, planOf } from './plan.ts';
import type { Block, Feature, ServerPolicy } from './server-policy.ts';

/** A job that a gesture would make. */
type AskedJob = Pick<Job, 'request' | 'text' | 'private'>;

/** The jobs that a gesture would make. */
export type Asked = readonly AskedJob[];

/**
 * Why a member may not do something: the first rule that says no, null when none does. It is asked twice: without a gesture
 * before a handler runs that may lead to one, and with the gesture before it is taken in; with an empty one before a handler runs
 * that leads to none. Nothing but this and `offDenial` refuses for rules; what accounts have left is looked at last, by whoever holds the price. What
 * costs nothing stays possible where nothing may be made, but where the bot is closed to a server.
 * `now` is Unix ms.
 */
export function authorize(access: AccessContext, asked: Asked | null, now: number): Denial | null {
  const { bot, grant, isOperator, memberId, policy, server } = access;
  const hidden = asked?.find(({ request }) => request.kind === 'show' && !maySee(relayOfTask(request.taskId), server));
  if (hidden) return { kind: 'otherPayer', place: null };
  const isFree = asked?.every(({ request }) => kindOf(request) === null) ?? false;
  if (isOperator) return isFree ? null : payerDenial(access, asked);
  if (grant?.closed) return { kind: 'closed' };
  if (isFree) return null;
  if (bot.paused) return { kind: 'paused', scope: 'bot' };
  if (bot.blocked.includes(memberId)) return { kind: 'blocked', scope: 'bot', until: null };
  const block = policy && blockOf(policy, memberId, now);
  if (block) return { kind: 'blocked', scope: 'server', until: block.until };
  if (policy?.paused) return { kind: 'paused', scope: 'server' };
  if (asked === null || !policy) return payerDenial(access, asked);
  return (
    featureDenial(policy, asked) ??
    wordDenial(policy, asked) ??
    payerDenial(access, asked) ??
    planDenial(policy, access)
  );
}

/**
 * Why a command is refused as a whole that does nothing but what a server has switched off, before it is known what it would make;
 * null when it is not.
 */
export function offDenial({ isOperator, policy }: AccessContext, feature: Feature): Denial | null {
  return !isOperator && policy?.off.includes(feature) ? { kind: 'featureOff', feature } : null;
}

/** Why nobody pays for one of these jobs; without any, why nobody would pay for a new one. */
function payerDenial(access: AccessContext, asked: Asked | null): Denial | null {
  if (asked === null) return freshPayer(access) === null ? { kind: 'noKey' } : null;
  for (const { request } of asked) {
    const payer = kindOf(request) === null ? null : payerOf(request, access);
    if (payer !== null && typeof payer !== 'string') return payer;
  }
  return null;
}

/** What keeps a member from making pictures in a server, null when nothing does any more. `now` is Unix ms. */
export function blockOf({ blocks }: ServerPolicy, memberId: string, now: number): Block | null {
  return blocks.find((block) => block.memberId === memberId && (block.until === null || block.until > now)) ?? null;
}

function featureDenial({ off }: ServerPolicy, asked: Asked): Denial | null {
  if (off.length === 0) return null;
  const needed = new Set(asked.flatMap(featuresOf));
  if (asked.length > 1) needed.add('many');
  const feature = off.find((one) => needed.has(one));
  return feature === undefined ? null : { kind: 'featureOff', feature };
}

/** Whether a press of one of the relay's buttons needs something that is switched off. */
export function isButtonOff(customId: string, off: readonly Feature[]): boolean {
  const request = { kind: 'action', taskId: '', customId, chooseSameChannel: true } as const;
  return featuresOf({ request, text: null, private: false }).some((feature) => off.includes(feature));
}

/** What a job needs that a server's managers may have switched off. */
function featuresOf(job: AskedJob): readonly Feature[] {
  const kind = kindOf(job.request);
  const needed: Feature[] = [];
  if (kind === 'video' || kind === 'upscaleHd') needed.push(kind);
  if (job.request.kind === 'edit') needed.push('edit');
  if (job.private) needed.push('private');
  if (statedSpeed(job) === 'turbo') needed.push('turbo');
  return needed;
}

function wordDenial({ words }: ServerPolicy, asked: Asked): Denial | null {
  if (words.length === 0) return null;
  for (const { request, text } of asked) {
    const written = [text?.prompt, 'prompt' in request ? request.prompt : ''];
    const word = written.flatMap((one) => (one ? (blockedWordIn(one, words) ?? []) : []))[0];
    if (word !== undefined) return { kind: 'word', word };
  }
  return null;
}

function planDenial(policy: ServerPolicy, { roleIds }: AccessContext): Denial | null {
  if (!isNothing(planOf(policy, roleIds))) return null;
  return { kind: 'noPlan', roleIds: policy.roles.filter(({ limit }) => !isNothing(limit)).map(({ roleId }) => roleId) };
}
