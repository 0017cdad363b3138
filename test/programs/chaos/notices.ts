import { en } from '../../../src/text/en/index.ts';
import type { Message } from '../../emulator/discord/types.ts';

/** What mentions a member whose job took long, taken apart. */
export type Notice = {
  readonly message: Pick<Message, 'id' | 'channelId' | 'createdAt'>;
  readonly memberId: string;
  readonly isReady: boolean;
  /** The message that it leads to. */
  readonly messageId: string;
};

/** A message that a notice may lead to: who asked for what it shows, and when. Times in Unix ms. */
export type Place = {
  readonly channelId: string;
  readonly asked: readonly { readonly memberId: string; readonly isPrivate: boolean; readonly at: number }[];
  /** How many jobs it may show: one, or all of a group. */
  readonly jobs: number;
  readonly deleted: boolean;
  readonly showsPicture: boolean;
};

/** From here on a job counts as long, in ms, less what the clocks of bot and emulator may disagree. */
const LONG = 5 * 60_000 - 2_000;

const ready = beginning(en.notices.ready);
const failed = beginning(en.notices.failed);

/** The notice that a message of the bot is; null when it is something else. */
export function noticeIn(message: Pick<Message, 'id' | 'channelId' | 'createdAt' | 'content'>): Notice | null {
  const [, memberId, said = ''] = /^<@(\d+)> (.*)$/s.exec(message.content) ?? [];
  const messageId = /channels\/(?:\d+|@me)\/\d+\/(\d+)$/.exec(said)?.[1];
  const isReady = said.startsWith(ready);
  if (memberId === undefined || messageId === undefined || !(isReady || said.startsWith(failed))) return null;
  return { message, memberId, isReady, messageId };
}

/** Each notice leads its own member, once, to what took long and has ended as it says. */
export function wrongNotices(notices: readonly Notice[], placeOf: (messageId: string) => Place | null): string[] {
  const told = new Map<string, number>();
  return notices.flatMap(({ message, memberId, isReady, messageId }) => {
    const place = placeOf(messageId);
    const says = `the notice ${message.id}`;
    if (!place) return [`${says} leads to ${messageId}, which nobody asked for`];
    const own = place.asked.filter((one) => one.memberId === memberId);
    if (own.length === 0) return [`${says} mentions ${memberId}, who did not ask for ${messageId}`];
    const key = `${memberId} ${messageId}`;
    const times = (told.get(key) ?? 0) + 1;
    told.set(key, times);
    const earliest = Math.min(...own.map(({ at }) => at));
    return [
      ...(times > place.jobs ? [`${says} is the ${times}th about ${messageId}`] : []),
      ...(own.every(({ isPrivate }) => isPrivate) ? [`${says} tells all of the private ${messageId}`] : []),
      ...(place.channelId === message.channelId ? [] : [`${says} is in another channel than ${messageId}`]),
      ...(message.createdAt - earliest >= LONG ? [] : [`${says} is about ${messageId}, which did not take long`]),
      ...(isReady && !place.deleted && !place.showsPicture ? [`${says} promises a picture in ${messageId}`] : []),
    ];
  });
}

/** What a sentence begins with, before the name of the gesture. */
function beginning(sentence: (gesture: string, link: string) => string): string {
  return sentence('\0', '').split('\0')[0] ?? '';
}
