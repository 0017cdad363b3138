import type { BaseInteraction } from 'discord.js';
import type { Place, ReceivedJob, Reply } from '../../domain/job/job.ts';
import type { Request, WindowText } from '../../domain/job/request.ts';

/** What a handler makes of an interaction; the rest of the job is told from the interaction itself. */
export type Gesture = {
  readonly request: Request;
  /** The prompt to show until the relay tells a better one. */
  readonly prompt: string;
  /** For buttons that always open a window: its text, asked for before. */
  readonly text?: WindowText;
  /** The message whose button was pressed. */
  readonly parent?: Place;
  /** Null or left out: as the member's settings say. */
  readonly private?: boolean | null;
  /** What only one job may be made for, beside what its request asks for. */
  readonly claims?: readonly string[];
  /** The member's own echo; unless given, it is the job's id. */
  readonly state?: string;
};

/** The job of a gesture, not yet written down. */
export function jobOf(interaction: BaseInteraction, gesture: Gesture, reply: Reply): ReceivedJob {
  const { id, guildId, guildLocale, user, locale } = interaction;
  return {
    step: 'received',
    id,
    request: gesture.request,
    text: gesture.text ?? null,
    requester: { id: user.id, name: nameOf(interaction), locale },
    guildId,
    channelId: interaction.channelId ?? user.id,
    locale: guildLocale ?? locale,
    private: gesture.private ?? false,
    reply,
    parent: gesture.parent ?? null,
    group: [],
    claims: gesture.claims ?? [],
    state: gesture.state ?? id,
    attachmentLimit: interaction.attachmentSizeLimit,
    prompt: gesture.prompt,
    createdAt: interaction.createdTimestamp,
  };
}

/** How the member is called in this server. */
function nameOf({ member, user }: BaseInteraction): string {
  const nick = member && 'nick' in member ? member.nick : null;
  return nick ?? user.displayName;
}
