import { labelsOf, textOf } from '../app/message-reading.ts';
import type { Handle } from '../emulator/discord/handle.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import type { CrashFixture } from './fixture.ts';

const TRY_AGAIN = 'Try again (may cost again)';
const PATIENCE = 20_000;

/** A gesture that may make a job. `repeats` is the message whose job it tries again. */
export type Gesture = { readonly handle: Handle; readonly repeats: Message | null };

/** What a message says for good. `silence`: an answer that was begun and never filled in. */
export type Ending = 'picture' | 'unknown' | 'superseded' | 'earlierFound' | 'pointer' | 'silence';

/** Whether a press was told to come again: an earlier one is being looked after, of which nobody knows yet what comes of it. */
function isToComeAgain({ interaction: { original } }: Handle): boolean {
  return original !== null && textOf(original).includes('Press again in a moment');
}

/** Null while a message promises more. */
export function endingOf(message: Message): Ending | null {
  if (message.attachments.length > 0) return 'picture';
  if (labelsOf(message).includes(TRY_AGAIN)) return 'unknown';
  if (textOf(message).includes('A newer attempt has taken the place of this one.')) return 'superseded';
  if (textOf(message).includes('The first attempt turned up after all')) return 'earlierFound';
  if (message.loading) return 'silence';
  return message.ephemeral ? 'pointer' : null;
}

/** Members as they are: who gets no answer, or is asked to, makes the gesture again; who is told that it may be lost tries again. */
export function createMembers({ discord }: Pick<CrashFixture, 'discord'>) {
  const gestures: Gesture[] = [];

  /** Resolves with the first of these gestures that is answered for good; null when there is nothing to make it on any more. */
  async function insist(make: () => Promise<Handle> | null, repeats: Message | null = null): Promise<Handle | null> {
    for (;;) {
      // A gesture while nobody is connected is lost for sure, and three seconds are lost with it.
      await discord.waitUntil(discord.isReady, PATIENCE);
      const handle = await make();
      if (!handle) return null;
      gestures.push({ handle, repeats });
      await discord.waitUntil(() => handle.interaction.acknowledged ?? handle.failed, PATIENCE);
      if (handle.interaction.acknowledged && !isToComeAgain(handle)) return handle;
    }
  }

  /** The message that shows the picture in the end, after as many second tries as it takes; null when another one does. */
  async function outcome(member: Actor, handle: Handle | null): Promise<Message | null> {
    const original = handle?.interaction.original;
    if (!original) return null;
    for (;;) {
      await discord.waitUntil(() => endingOf(original), PATIENCE);
      if (endingOf(original) !== 'unknown') return endingOf(original) === 'picture' ? original : null;
      const press = () => (endingOf(original) === 'unknown' ? member.press(original, { label: TRY_AGAIN }) : null);
      const again = await outcome(member, await insist(press, original));
      if (again) return again;
      await discord.waitUntil(() => endingOf(original) !== 'unknown', PATIENCE);
    }
  }

  return { gestures, insist, outcome };
}

export type Members = ReturnType<typeof createMembers>;
