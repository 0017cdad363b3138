import { expect, vi } from 'vitest';
import type { Actor } from '../emulator/discord/server.ts';
import type { Channel, Message } from '../emulator/discord/types.ts';
import type { Fixture } from './fixture.ts';

/** Everything a member can read in a message, its buttons apart. */
export function textOf({ content, embeds }: Pick<Message, 'content' | 'embeds'>): string {
  const told = embeds.flatMap(({ author, title, description, footer }) => [
    author?.name,
    title,
    description,
    footer?.text,
  ]);
  // Discord shows a command that can be pressed as its name.
  return [content, ...told]
    .filter(Boolean)
    .join('\n')
    .replace(/<(\/[^:>\s]+):\d+>/g, '$1');
}

/** What stands on the buttons, emoji where there is no text. */
export function labelsOf({ components }: Pick<Message, 'components'>): string[] {
  return components
    .flatMap((row) => row.components)
    .map((one) => (one.type === 2 ? one.label || (one.emoji?.name ?? '') : ''));
}

/** The relay's task that a message shows, null when it shows none. It stands where no member reads it. */
export function taskIdOf({ embeds }: Pick<Message, 'embeds'>): string | null {
  return /\?task=([^#]+)/.exec(embeds[0]?.url ?? '')?.[1] ?? null;
}

/** Where in Discord a message stands. */
export function linkTo({ guildId, channelId, id }: Message): string {
  return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${id}`;
}

/** What everybody sees in a channel, oldest first. */
export function seenByAll({ discord }: Pick<Fixture, 'discord'>, channel: Channel = discord.channel()): Message[] {
  return discord.messages(channel).filter(({ ephemeral }) => !ephemeral);
}

/** Presses "Publish" below a private result and waits for the message that everybody sees then. */
export async function publish(
  fixture: Pick<Fixture, 'discord'>,
  member: Pick<Actor, 'press'>,
  message: Message,
): Promise<Message> {
  const before = new Set(seenByAll(fixture));
  await member.press(message, { label: 'Publish' });
  const found = await vi.waitFor(
    () => seenByAll(fixture).find((one) => !before.has(one)) ?? expect.fail('nothing was published'),
    { timeout: 10_000, interval: 10 },
  );
  return finished(found);
}

/** The files of a message, a preview of what is being made apart. */
export function finishedFiles({ attachments }: Pick<Message, 'attachments'>): Message['attachments'] {
  return attachments.filter(({ filename }) => !filename.startsWith('preview-'));
}

/** Waits until a message shows its finished picture. */
export async function finished(message: Message): Promise<Message> {
  const shows = () => expect(finishedFiles(message).length, textOf(message)).toBeGreaterThan(0);
  await vi.waitFor(shows, { timeout: 10_000, interval: 10 });
  return message;
}

/** Whether this is what a member is told below their first job. */
export function isOnboarding({ components }: Pick<Message, 'components'>): boolean {
  return components.some((row) => row.components.some((one) => one.custom_id === 'help::more'));
}

/** The message, or the one that tells the end of its job since it was deleted. */
export function placeOfEnd(message: Message): Message {
  return (message.deleted && message.further.find((one) => !isOnboarding(one))) || message;
}

/** Waits until a message, or the one in its place, says something: that one is returned. */
export async function says(message: Message, words: string | RegExp): Promise<Message> {
  const like = typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words);
  return vi.waitFor(
    () => {
      const current = placeOfEnd(message);
      expect(textOf(current)).toEqual(like);
      return current;
    },
    { timeout: 15_000, interval: 10 },
  );
}

/** The floor of every promise: Discord's rules were kept, nothing of ours broke, no secret was written anywhere. */
export function expectClean({ discord, relay, trace }: Fixture, { faults = [] }: { faults?: readonly unknown[] } = {}) {
  expect(discord.violations).toEqual([]);
  expect(discord.rateLimited).toEqual([]);
  expect(trace.faults()).toEqual(faults);
  expect(relay.strangeKeys()).toEqual([]);
  const log = trace.lines.join('\n');
  for (const secret of [discord.botToken, relay.key]) expect(log).not.toContain(secret);
  // Interaction tokens are the only words of this length.
  expect(log).not.toMatch(/[\w-]{80,}/);
}
