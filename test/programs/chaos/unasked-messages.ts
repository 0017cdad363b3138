import { interactionOf } from '../../../src/domain/job/job.ts';
import { snowflakeTime } from '../../../src/domain/job/snowflake.ts';
import { textOf } from '../../app/message-reading.ts';
import type { Message } from '../../emulator/discord/types.ts';
import { endingOf, isOpen } from './endings.ts';
import { type Evidence, interactionIn } from './evidence.ts';
import type { Gesture } from './member-gestures.ts';
import { noticeIn, type Place, wrongNotices } from './notices.ts';
import { askerOf } from './observed-messages.ts';
import { openers } from './views.ts';

/**
 * Nobody reads what nobody asked for. A result whose own message could not be edited is posted as a reply, or sent to its
 * member alone; one that was private goes to its member, once, when its channel is deleted.
 */
export function nothingElseIsPosted(evidence: Evidence): string[] {
  const { observed, gestures, discord } = evidence;
  const asked = new Map(gestures.map((gesture) => [gesture.handle.id, gesture]));
  const homeless = new Set(gestures.filter((gesture) => isHomeless(evidence, gesture)));
  const isMail = (message: Message, { member }: Gesture) => discord.dms(member).includes(message);

  function isAsked(message: Message): boolean {
    const gesture = asked.get(origin(evidence, message)) ?? [...homeless].find((one) => isMail(message, one));
    if (!gesture || isOpen(message)) return false;
    if (!isMail(message, gesture)) return message.channelId === gesture.handle.interaction.channel.id;
    homeless.delete(gesture);
    return true;
  }

  return observed
    .all()
    .filter((message) => message.author.bot && !message.ephemeral && !asked.has(askerOf(message) ?? ''))
    .filter((message) => noticeIn(message) === null && !isAsked(message))
    .map((message) => `nobody asked for the message ${message.id}: ${textOf(message)}`);
}

/** Who is mentioned because a job took long has made that job, and finds its end where the mention leads. */
export function noticesLeadHome(evidence: Evidence): string[] {
  const { observed, gestures, relay } = evidence;
  const messages = new Map(observed.all().map((message) => [message.id, message]));
  const made = new Map(gestures.map((gesture) => [gesture.handle.id, gesture]));

  function placeOf(messageId: string): Place | null {
    const message = messages.get(messageId);
    if (!message) return null;
    const jobs = openers(message);
    const interactions = [askerOf(message), origin(evidence, message), ...jobs.map(interactionOf)];
    const asked = [...new Set(interactions)].flatMap((id) => made.get(id ?? '') ?? []);
    if (asked.length === 0) return null;
    return {
      channelId: message.channelId,
      asked: asked.map(({ handle, member, isPrivate }) => ({
        memberId: member.id,
        isPrivate,
        at: snowflakeTime(handle.id),
      })),
      jobs: Math.max(1, jobs.length),
      deleted: message.deleted,
      showsPicture: jobs.length > 0 || taskOf(relay, message) !== null,
    };
  }

  const notices = observed.all().flatMap((message) => (message.author.bot ? (noticeIn(message) ?? []) : []));
  return wrongNotices(notices, placeOf);
}

/** What was asked for in private is shown to nobody else. */
export function privateStaysPrivate({ observed, gestures, relay, discord }: Evidence): string[] {
  const secret = new Map(gestures.flatMap((one) => (one.isPrivate ? [[one.handle.id, one]] : [])));
  return observed.all().flatMap((message) => {
    const gesture = secret.get(askerOf(message) ?? '') ?? secret.get(origin({ relay }, message));
    if (!gesture || message.ephemeral || discord.dms(gesture.member).includes(message)) return [];
    return [`everybody sees ${message.id}, which ${gesture.what} ${gesture.handle.id} asked for in private`];
  });
}

/** The interaction that a result which stands for itself came of; empty for everything else. */
function origin({ relay }: Pick<Evidence, 'relay'>, message: Message): string {
  const task = taskOf(relay, message);
  return task ? interactionIn(task.state) : '';
}

function taskOf({ tasks }: Evidence['relay'], message: Message) {
  const ending = endingOf(message);
  return (ending.kind === 'task' ? tasks.get(ending.taskId) : null) ?? null;
}

/** Whether all that its member was to see in private is gone. */
function isHomeless({ observed }: Evidence, { handle }: Gesture): boolean {
  const messages = observed.of(handle.id);
  return messages.length > 0 && messages.every(({ ephemeral, deleted }) => ephemeral && deleted);
}
