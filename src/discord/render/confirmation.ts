import { ButtonStyle, ComponentType } from 'discord.js';
import type { Draft } from '../../domain/job/draft.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { batchId } from './custom-ids.ts';
import { escapePrompt } from './escape.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** How many prompts are listed, and how many characters of each and of the text that they come from. */
const LISTED = 10;
const PROMPT_SHOWN = 180;
const TEXT_SHOWN = 500;

/**
 * Asks a member whether they want the many jobs that come of their text, or JSON as one prompt. The buttons carry only the
 * draft's id.
 */
export function renderConfirmation(
  { id, prompts }: Draft,
  written: string,
  why: 'many' | 'json',
  { batches }: Catalogue,
): EphemeralReply {
  const isJson = why === 'json';
  const times = new Map<string, number>();
  for (const { prompt } of prompts) times.set(prompt, (times.get(prompt) ?? 0) + 1);
  const lines = [...times].slice(0, LISTED).map(([prompt, count]) => {
    const text = escapePrompt(prompt.replace(/\s+/g, ' '), PROMPT_SHOWN).text;
    return `- ${text}${count > 1 ? ` **×${count}**` : ''}`;
  });
  const more = times.size > LISTED ? [batches.others(times.size - LISTED)] : [];
  const from = isJson ? [] : [batches.written(escapePrompt(written, TEXT_SHOWN).text), '', batches.comes];
  const hint = isJson ? [batches.jsonHint] : [];
  const description = [...from, ...lines, ...more, '', ...hint, batches.cost(prompts.length)].join('\n');
  const button = (what: 'make' | 'cancel', label: string, style: ButtonStyle.Primary | ButtonStyle.Secondary) =>
    ({ type: ComponentType.Button, custom_id: batchId.encode(what, id), label, style }) as const;
  const buttons = [
    button('make', isJson ? batches.asOne : batches.make(prompts.length), ButtonStyle.Primary),
    button('cancel', batches.cancel, ButtonStyle.Secondary),
  ];
  return renderReply('', {
    embeds: [
      { title: isJson ? batches.confirmJson : batches.confirm(prompts.length), description, color: palette.asking },
    ],
    components: [{ type: ComponentType.ActionRow, components: buttons }],
  });
}
