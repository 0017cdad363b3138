import sharp from 'sharp';
import type { FileValue } from '../emulator/discord/options.ts';
import type { Message } from '../emulator/discord/types.ts';

/** A small picture of one colour, or of noise, as a member picks it from their disk. */
export async function pictureFile(name = 'fox.png', color = '#c05020', side = 64): Promise<FileValue> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const shape = { width: side, height: side, channels: 3 } as const;
  const create = color === 'noise' ? { ...shape, noise } : { ...shape, background: color };
  const bytes = await sharp({ create: { background: 'black', ...create } })
    .png()
    .toBuffer();
  return { name, type: 'image/png', bytes: new Uint8Array(bytes) };
}

export function textFile(name = 'notes.pdf', type = 'application/pdf'): FileValue {
  return { name, type, bytes: new TextEncoder().encode('no picture') };
}

/** What stands on Midjourney's own buttons, emoji where there is no text. */
export function midjourneysIn({ components }: Pick<Message, 'components'>): string[] {
  const buttons = components.flatMap((row) => row.components).filter((one) => one.type === 2);
  return buttons
    .filter(({ custom_id }) => custom_id?.startsWith('MJ::'))
    .map(({ label, emoji }) => label || (emoji?.name ?? ''));
}
