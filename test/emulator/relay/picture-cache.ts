import { faceOf } from './buttons.ts';
import type { Links } from './links.ts';
import type { Options } from './options.ts';
import { mp4, printClip, printPreview, printSheet } from './pictures/sheet.ts';
import type { EmulatedTask } from './tasks.ts';

export type PictureFile = { readonly data: Buffer; readonly mime: string };

export type PictureCache = ReturnType<typeof createPictureCache>;

/** Draws pictures when somebody first looks at them, and remembers the last few dozen. */
export function createPictureCache({ pictureSize }: Options, links: Links) {
  const drawn = new Map<string, Promise<PictureFile>>();

  function once(key: string, make: () => Promise<PictureFile>): Promise<PictureFile> {
    const known = drawn.get(key) ?? make();
    drawn.delete(key);
    drawn.set(key, known);
    const [oldest] = drawn.keys();
    if (drawn.size > 48 && oldest !== undefined) drawn.delete(oldest);
    return known;
  }

  return {
    /** The picture as it is now: a preview while the task runs. `part` counts from 1; 0 is the whole. */
    show(task: EmulatedTask, part = 0): Promise<PictureFile> {
      return task.status === 'SUCCESS' ? this.finished(task, part) : this.preview(task, task.percent);
    },
    preview: (task: EmulatedTask, percent: number) =>
      once(`${task.uuid} ${percent}%`, async () => ({
        data: await printPreview(task.pictures, percent),
        mime: 'image/webp',
      })),
    finished: (task: EmulatedTask, part: number) =>
      once(`${task.uuid} ${part}`, async () => {
        const chosen = task.pictures[part - 1];
        const face = faceOf(task.kind);
        const [first] = task.pictures;
        if (first && (face === 'videoGrid' || face === 'videoSingle')) {
          return { data: await printClip(first, Math.min(256, pictureSize)), mime: 'image/webp' };
        }
        const format = chosen || links.format(task) === 'png' ? 'png' : 'webp';
        const side = face === 'hd' ? pictureSize * 2 : pictureSize;
        return { data: await printSheet(chosen ? [chosen] : task.pictures, side, format), mime: `image/${format}` };
      }),
    film: (): PictureFile => ({ data: mp4(), mime: 'video/mp4' }),
  };
}
