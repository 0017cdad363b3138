import { z } from 'zod';
import type { Interaction } from '../../emulator/discord/types.ts';
import type { InteractionView } from './wire.ts';

const CommandData = z.object({ name: z.string(), type: z.number() });
const ComponentData = z.object({ custom_id: z.string(), values: z.array(z.string()).optional() });

/** The command behind an interaction. */
export function commandOf({ payload }: Interaction): { readonly name: string; readonly slash: boolean } {
  const { data } = CommandData.safeParse(payload.data);
  return { name: data?.name ?? '', slash: data?.type === 1 };
}

/** What a member did, and the name of what they did it with. */
export function gestureOf(interaction: Interaction): Pick<InteractionView, 'did' | 'name'> {
  const { type, payload, source } = interaction;
  const { name, slash } = commandOf(interaction);
  if (type === 2) return { did: slash ? 'slash' : 'menu', name };
  if (type === 4) return { did: 'typing', name };
  if (type === 5) return { did: 'form', name: '' };
  const { custom_id: customId = '', values } = ComponentData.safeParse(payload.data).data ?? {};
  if (values) return { did: 'choice', name: values.join(', ') };
  const components = source?.components.flatMap((row) => row.components) ?? [];
  const used = components.find((one) => one.custom_id === customId);
  return { did: 'press', name: (used?.type === 2 && (used.label || used.emoji?.name)) || customId };
}
