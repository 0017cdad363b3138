import { z } from 'zod';
import type { RelayButton } from '../domain/job/task.ts';
import { IntegerSchema, ListSchema, readRecord, readText, TextSchema } from './http/json.ts';

/** Relays forward Midjourney's components unchecked: any field may be null, a number or missing. */
const ButtonSchema = z.object({
  customId: TextSchema,
  label: TextSchema,
  emoji: z
    .unknown()
    .optional()
    .transform((emoji) => readText(readRecord(emoji)?.name ?? emoji)),
  style: IntegerSchema,
});

/** The buttons that can be pressed through the relay, in its order: those without a customId ("Web") are links. */
export function readButtons(value: unknown): RelayButton[] {
  return ListSchema.parse(value).flatMap((item) => {
    const button = ButtonSchema.safeParse(readRecord(item));
    if (!button.success || button.data.customId === '') return [];
    return [{ ...button.data, style: styles.find((style) => style === button.data.style) ?? 2 }];
  });
}

const styles = [1, 2, 3, 4] as const;
