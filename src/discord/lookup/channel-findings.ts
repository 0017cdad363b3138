import type { BaseInteraction } from 'discord.js';
import { type Finding, finding } from '../../domain/failures/finding.ts';
import type { Services } from '../handler.ts';
import { neededPermissions } from '../rest/invite.ts';

/** What the interaction itself tells of the channel and the server it comes from. */
type Here = Pick<BaseInteraction, 'appPermissions' | 'attachmentSizeLimit'>;

const MEGABYTE = 1024 * 1024;

/** What the bot may do in a channel, and what is under way in its server. */
export async function channelFindings(
  { appPermissions, attachmentSizeLimit }: Here,
  guildId: string,
  { engine }: { readonly engine: Pick<Services['engine'], 'jobsInServer'> },
): Promise<readonly Finding[]> {
  const lacking = neededPermissions.filter((permission) => !appPermissions.has(permission));
  const jobs = await engine.jobsInServer(guildId);
  const waiting = jobs.filter(({ job }) => job.step === 'waiting').length;
  return [
    ...lacking.map((permission) => finding('hereLacks', { permission })),
    ...(lacking.length === 0 ? [finding('hereMay', {})] : []),
    finding('hereFiles', { megabytes: Math.floor(attachmentSizeLimit / MEGABYTE) }),
    finding('hereJobs', { running: jobs.length - waiting, waiting }),
  ];
}
