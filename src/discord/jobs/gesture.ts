import { randomBytes } from 'node:crypto';
import type { BaseInteraction } from 'discord.js';
import { stateOf } from '../../domain/job/echo.ts';
import type { Place, ReceivedJob, Reply } from '../../domain/job/job.ts';
import type { Request, WindowText } from '../../domain/job/request.ts';
import type { Store } from '../../domain/ports/store.ts';
import { needsOwnMessage } from './own-message.ts';

/** What a handler makes of an interaction. The rest of the job is read from the interaction itself. */
export type Gesture = {
  readonly request: Request;
  /** The prompt to show until the relay tells a better one. */
  readonly prompt: string;
  /** The text of the window that the request opens, where the member was asked for it beforehand. */
  readonly text?: WindowText;
  /** The message whose button was pressed. */
  readonly parent?: Place;
  /** Whether only the member sees the job. Null or left out: as their settings say. */
  readonly private?: boolean | null;
  /** Claims to take beside those of the request itself: at most one job is made for each. */
  readonly claims?: readonly string[];
  /** The member's own `state` for the relay. Left out, it is one that only we know. */
  readonly state?: string;
};

/** The gesture with its privacy decided: as the member said this time, else as their settings say. Throws StoreError. */
export async function withPrivacy(
  gesture: Gesture,
  { user }: BaseInteraction,
  members: Store['members'],
): Promise<Gesture> {
  return { ...gesture, private: gesture.private ?? (await members.settings(user.id)).private };
}

/** The job of a gesture, not yet written down. Its id is the interaction's, unless one is given. */
export function jobOf(
  interaction: BaseInteraction,
  gesture: Gesture,
  reply: Reply,
  id: string = interaction.id,
): ReceivedJob {
  const { guildId, guildLocale, user, locale } = interaction;
  const isPrivate = gesture.private ?? false;
  return {
    step: 'received',
    id,
    request: gesture.request,
    text: gesture.text ?? null,
    requester: { id: user.id, name: nameOf(interaction), locale },
    guildId,
    channelId: interaction.channelId ?? user.id,
    locale: guildLocale ?? locale,
    private: isPrivate,
    ...(!isPrivate && needsOwnMessage(interaction) && { postedByBot: true }),
    reply,
    parent: gesture.parent ?? null,
    group: [],
    claims: gesture.claims ?? [],
    state: gesture.state ?? stateOf(id, randomBytes(12).toString('base64url')),
    furtherTasks: [],
    attachmentLimit: interaction.attachmentSizeLimit,
    prompt: gesture.prompt,
    createdAt: interaction.createdTimestamp,
  };
}

/** The member's name in this server. */
function nameOf({ member, user }: BaseInteraction): string {
  const nick = member && 'nick' in member ? member.nick : null;
  return nick ?? user.displayName;
}
