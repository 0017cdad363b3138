import type { TextPurpose } from '../../domain/job/given-text.ts';
import type { Request } from '../../domain/job/request.ts';
import { commandFor, commandForButton, type SpendingCommand } from '../../domain/policy/command-permissions.ts';
import type { Context, Spends } from '../handler.ts';
import { type OwnId, RELAY_PREFIX, textId } from '../render/custom-ids.ts';
import { buttonAt } from './pressed-button.ts';

/** An imagine, before anything is written for it. */
export const anyImagine: Request = { kind: 'imagine', prompt: '', images: [], bot: 'MID_JOURNEY' };

/** What is asked of the relay with a text; null when nothing is that costs more. */
export function requestOf(purpose: TextPurpose): Request | null {
  if (purpose.kind === 'imagine') return anyImagine;
  return purpose.kind === 'request' ? purpose.request : null;
}

/** It makes pictures or texts, never a film. */
export const asImagine: Spends<unknown> = async () => 'imagine';

/** What a button of the relay makes, as it stands in a message or as the store knows it. */
export const asRelayButton: Spends<{ readonly customId: string; readonly message: { readonly id: string } }> = async (
  { customId, message },
  { store },
) => {
  const record = customId.startsWith(`${RELAY_PREFIX}~`) ? await store.messages.get(message.id) : null;
  return commandForButton(record?.buttons.find(({ id }) => id === customId)?.customId ?? customId);
};

/** What a modal makes whose custom_id names a message and the index of a button of it. */
export function asButtonOf(kind: OwnId<readonly [string, string]>): Spends<{ readonly customId: string }> {
  return async ({ customId }, { store }) => {
    const [messageId = '', index = ''] = kind.decode(customId) ?? [];
    const pressed = await buttonAt(messageId, index, store);
    return pressed ? commandForButton(pressed.button.customId) : 'imagine';
  };
}

/** What is made by doing again, or going on with, what the job did that the custom_id names. */
export function asJobOf(kind: OwnId<readonly [string]>): Spends<{ readonly customId: string }> {
  return async ({ customId }, context) => {
    const [jobId = ''] = kind.decode(customId) ?? [];
    return commandOfJob(jobId, context);
  };
}

/** What is made of a text that was refused before. */
export const asGivenText: Spends<{ readonly customId: string }> = async ({ customId }, context) => {
  const [, id = ''] = textId.decode(customId) ?? [];
  const purpose = (await context.store.texts.get(id))?.purpose;
  if (purpose?.kind === 'suffix') return null;
  if (purpose?.kind === 'request') return commandFor(purpose.request);
  return purpose?.kind === 'answer' ? commandOfJob(purpose.jobId, context) : 'imagine';
};

async function commandOfJob(jobId: string, { engine }: Context): Promise<SpendingCommand> {
  const job = await engine.job(jobId);
  return job ? commandFor(job.request) : 'imagine';
}
