import { z } from 'zod';
import type { Interaction } from '../../emulator/discord/types.ts';

const CommandData = z.object({ name: z.string(), type: z.number() });
const ComponentData = z.object({ custom_id: z.string(), values: z.array(z.string()).optional() });

/** The command behind an interaction. */
export function commandOf({ payload }: Interaction): { readonly name: string; readonly slash: boolean } {
  const { data } = CommandData.safeParse(payload.data);
  return { name: data?.name ?? '', slash: data?.type === 1 };
}

/** What a member did, in a few words. */
export function wordsFor(interaction: Interaction): string {
  const { type, payload, source } = interaction;
  const { name, slash } = commandOf(interaction);
  if (type === 2) return slash ? `/${name}` : `Apps, ${name}`;
  if (type === 4) return `typing in /${name}`;
  const { custom_id: customId = '', values } = ComponentData.safeParse(payload.data).data ?? {};
  if (type === 5) return 'form submitted';
  const components = source?.components.flatMap((row) => row.components) ?? [];
  const used = components.find((one) => one.custom_id === customId);
  if (values) return `chose ${values.length === 1 ? values[0] : `${values.length} values`}`;
  return `pressed ${(used?.type === 2 && (used.label || used.emoji?.name)) || customId}`;
}
