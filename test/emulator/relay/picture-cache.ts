import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { faceOf } from './buttons.ts';
import type { Links } from './links.ts';
import type { Options } from './options.ts';
import { printFilm } from './pictures/film.ts';
import type { Picture } from './pictures/picture.ts';
import { keepPrint } from './pictures/printed.ts';
import { printClip, printPreview, printSheet } from './pictures/sheet.ts';
import type { EmulatedTask } from './tasks.ts';

export type PictureFile = { readonly data: Buffer; readonly mime: string };

export type PictureCache = ReturnType<typeof createPictureCache>;

/**
 * What was drawn for any relay of this process, up to so many bytes. The same recipe gives the same file, and tests ask
 * for the same prompts again and again.
 */
const files = new LRUCache<string, PictureFile, () => Promise<PictureFile>>({
  maxSize: 32 * 2 ** 20,
  sizeCalculation: ({ data }) => data.length,
  fetchMethod: (_key, _stale, { context: draw }) => draw(),
});

/** Draws pictures when somebody first looks at them. */
export function createPictureCache({ pictureSize }: Options, links: Links) {
  const small = Math.min(256, pictureSize);

  async function once(
    { pictures }: EmulatedTask,
    how: readonly (string | number)[],
    draw: () => Promise<PictureFile>,
  ): Promise<PictureFile> {
    const file = await files.fetch([...how, ...pictures.map(digest)].join(' '), { context: draw });
    if (!file) throw new Error('the picture was not drawn');
    return file;
  }

  function printed(task: EmulatedTask, part: number): Promise<PictureFile> {
    const { pictures, kind } = task;
    const [first] = pictures;
    const chosen = pictures[part - 1];
    const face = faceOf(kind);
    if (first && (face === 'videoGrid' || face === 'videoSingle')) {
      return once(task, ['clip', small], async () => ({ data: await printClip(first, small), mime: 'image/webp' }));
    }
    const format = chosen || links.format(task) === 'png' ? 'png' : 'webp';
    const side = face === 'hd' ? pictureSize * 2 : pictureSize;
    return once(task, ['sheet', chosen ? part : 0, side, format], async () => ({
      data: await printSheet(chosen ? [chosen] : pictures, side, format),
      mime: `image/${format}`,
    }));
  }

  return {
    /** The picture as it is now: a preview while the task runs. `part` counts from 1; 0 is the whole. */
    show(task: EmulatedTask, part = 0): Promise<PictureFile> {
      return task.status === 'SUCCESS' ? this.finished(task, part) : this.preview(task, task.percent);
    },
    preview: (task: EmulatedTask, percent: number) =>
      once(task, ['preview', percent, small], async () => ({
        data: await printPreview(task.pictures, percent, small),
        mime: 'image/webp',
      })),
    async finished(task: EmulatedTask, part: number): Promise<PictureFile> {
      const file = await printed(task, part);
      if (faceOf(task.kind) !== 'describe') keepPrint(file.data, task.finalPrompt);
      return file;
    },
    /** `part` counts from 0. */
    film(task: EmulatedTask, part: number): Promise<PictureFile> {
      const shown = task.pictures[part] ?? task.pictures[0];
      if (!shown) throw new Error('a film needs a picture');
      const side = Math.min(480, pictureSize);
      return once(task, ['film', part, side], async () => ({
        data: await printFilm(shown, side, part),
        mime: 'video/mp4',
      }));
    },
  };
}

/** Short, and different for every recipe. */
function digest(picture: Picture): string {
  const sum = createHash('sha1');
  add(picture);
  return sum.digest('base64url');

  function add(one: Picture): void {
    sum.update(JSON.stringify([one.kind, one.kind === 'repaint' ? null : one.scene]));
    if (one.kind === 'wider') add(one.inner);
    if (one.kind === 'blend') {
      sum.update(String(one.weight));
      for (const source of one.sources) sum.update(`${source.length} `).update(source);
    }
    if (one.kind === 'repaint') {
      add(one.under);
      add(one.over);
      sum.update(one.mask);
    }
  }
}
