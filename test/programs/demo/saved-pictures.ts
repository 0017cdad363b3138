import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Message } from '../../emulator/discord/types.ts';
import { check, Deviation } from './deviation.ts';

export type SavedPicture = {
  readonly file: string;
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
};
export type PictureFolder = ReturnType<typeof createPictureFolder>;

/** Keeps the pictures that members saw, fetched from where their client would fetch them. */
export function createPictureFolder(folder: string) {
  const saved: SavedPicture[] = [];
  return {
    folder,
    saved,
    /** `name` without ending. Throws Deviation unless the message shows exactly one picture that can be decoded. */
    async save(message: Message, name: string): Promise<SavedPicture> {
      const [picture, ...others] = message.attachments;
      if (!picture || others.length > 0) {
        throw new Deviation(`The message for “${name}” has ${message.attachments.length} files instead of one.`);
      }
      const response = await fetch(picture.url);
      check(response.ok, `The picture of “${name}” could not be fetched from Discord.`);
      const bytes = Buffer.from(await response.arrayBuffer());
      const { format, width, height } = await sharp(bytes).metadata();
      const file = `${saved.length + 1}-${name}.${format}`;
      await keep(folder, file, bytes);
      const kept = { file, bytes, width, height };
      saved.push(kept);
      return kept;
    },
  };
}

async function keep(folder: string, file: string, bytes: Buffer): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, file), bytes);
  } catch (cause) {
    throw new Deviation(`The pictures cannot be saved in ${folder}.`, { cause });
  }
}

/** Which quarter of a grid (1 to 4, as U1 to U4 count them) a single picture is most like. */
export async function nearestQuarter(grid: Buffer, single: Buffer): Promise<number> {
  const { width, height } = await sharp(grid).metadata();
  const [half, low] = [Math.floor(width / 2), Math.floor(height / 2)];
  const wanted = await small(sharp(single));
  const differences = await Promise.all(
    [0, 1, 2, 3].map(async (n) => {
      const box = { left: (n % 2) * half, top: Math.floor(n / 2) * low, width: half, height: low };
      return difference(wanted, await small(sharp(await sharp(grid).extract(box).png().toBuffer())));
    }),
  );
  return differences.indexOf(Math.min(...differences)) + 1;
}

const small = (image: Sharp) => image.resize(64, 64, { fit: 'fill' }).removeAlpha().raw().toBuffer();

/** Mean difference of two pictures of the same size, 0 to 255. */
function difference(one: Buffer, other: Buffer): number {
  return one.reduce((sum, value, n) => sum + Math.abs(value - (other[n] ?? 0)), 0) / one.length;
}
