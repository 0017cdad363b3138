import type { BaseInteraction } from 'discord.js';
import type { Request } from '../../domain/job/request.ts';
import { authorize, offDenial } from '../../domain/policy/authorize.ts';
import type { SpendingCommand } from '../../domain/policy/command-permissions.ts';
import type { Denial } from '../../domain/policy/denial.ts';
import type { ForeseenJob } from '../../jobs/intake/charge-check.ts';
import type { Command, Context, Spends } from '../handler.ts';
import { anyImagine } from '../input/spending.ts';
import { writtenText } from '../input/written-text.ts';
import { renderWithText } from '../render/text-refusal.ts';
import { type PermissionParts, permittedHere } from './permission.ts';

/** Why this member may make nothing here at all, or is not served where nothing is to be made; null when neither is so. */
export async function earlyDenial(
  interaction: BaseInteraction,
  { access }: Pick<Context, 'access'>,
  spends: boolean,
): Promise<Denial | null> {
  if (spends) return authorize(await access(), null, interaction.createdTimestamp);
  // What makes nothing is shown also while the store is ill.
  const member = await access().catch(() => null);
  return member && authorize(member, [], interaction.createdTimestamp);
}

/** The same for a command, which may also need what the server has switched off. */
export async function commandDenial(
  interaction: BaseInteraction,
  context: Pick<Context, 'access'>,
  { spends, needs }: Pick<Command, 'spends' | 'needs'>,
): Promise<Denial | null> {
  const denial = await earlyDenial(interaction, context, spends ?? false);
  if (denial || needs === undefined) return denial;
  return offDenial(await context.access(), needs);
}

/** The same for a component, which the rules of the server may keep from a member as the command that does the same. */
export async function componentDenial<Used extends BaseInteraction>(
  interaction: Used,
  context: Context,
  spends: Spends<Used> | undefined,
  permission: PermissionParts,
): Promise<Denial | null> {
  const command = (await spends?.(interaction, context)) ?? null;
  return (
    (command && (await permissionDenial(interaction, command, permission))) ??
    (await earlyDenial(interaction, context, command !== null))
  );
}

async function permissionDenial(
  interaction: BaseInteraction,
  command: SpendingCommand,
  permission: PermissionParts,
): Promise<Denial | null> {
  const permitted = await permittedHere(interaction, command, permission);
  if (permitted === 'yes') return null;
  return { kind: 'notPermitted', command, by: permitted === 'notInChannel' ? 'channel' : 'member' };
}

/** Why this member may make no picture here, whichever it is. */
export async function planDenial(
  interaction: BaseInteraction,
  { access }: Pick<Context, 'access'>,
): Promise<Denial | null> {
  return authorize(await access(), [unwritten(interaction.id, anyImagine)], interaction.createdTimestamp);
}

/** A job of this request before its member has written anything. Its privacy is not known either. */
export function unwritten(id: string, request: Request): ForeseenJob {
  const isPress = request.kind === 'action';
  const blank = 'prompt' in request ? { ...request, prompt: '' } : request;
  return { id, request: blank, text: isPress ? { prompt: '', mask: null } : null, private: false };
}

/** Tells a member why they may not do this, with what they have written for it. */
export function tellDenial(
  denial: Denial,
  interaction: BaseInteraction,
  { responder, words }: Pick<Context, 'responder' | 'words'>,
): Promise<void> {
  return responder.tell(renderWithText(words.policy.denied(denial), writtenText(interaction)));
}
