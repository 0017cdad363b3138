import { faceOf } from './buttons.ts';
import type { Options } from './options.ts';
import type { EmulatedTask } from './tasks.ts';

export type Links = ReturnType<typeof createLinks>;

/** Addresses of pictures, as Discord's CDN signs them. `origin` is asked for late: the port is not known before. */
export function createLinks(options: Options, origin: () => string) {
  const base = () => (options.relativeUrls ? '' : origin());
  const signed = (task: EmulatedTask) => {
    const [from, until] = [Date.now(), Date.now() + 86_400_000].map((ms) => Math.floor(ms / 1000).toString(16));
    return `?ex=${until}&is=${from}&hm=${signatureOf(task)}&`;
  };

  function format({ kind }: EmulatedTask): string {
    return options.pictureFormat ?? (faceOf(kind) === 'grid' ? 'webp' : 'png');
  }

  return {
    base,
    format,
    /** Where the automation server keeps a task's picture; null while there is none. `part` 0 is all of it. */
    picture(task: EmulatedTask, part = 0): string | null {
      if (task.pictures.length === 0 || task.percent === 0) return null;
      if (task.status !== 'SUCCESS') {
        return `${base()}/attachments/1118/${task.id}/preview_${task.uuid}_${task.percent}.webp${signed(task)}`;
      }
      const slug = task.finalPrompt.replaceAll(/[^A-Za-z0-9]+/g, '_').slice(0, 40);
      const moving = /video/i.test(faceOf(task.kind));
      const name =
        part > 0 ? `${slug}_${task.uuid}_${part}.png` : `${slug}_${task.uuid}.${moving ? 'webp' : format(task)}`;
      return `${base()}/attachments/1118/${task.id}/${name}${signed(task)}`;
    },
    /** The films of a finished animation: four for a grid, one for a pick. */
    films(task: EmulatedTask): string[] {
      const count = faceOf(task.kind) === 'videoGrid' ? 4 : faceOf(task.kind) === 'videoSingle' ? 1 : 0;
      if (task.status !== 'SUCCESS') return [];
      return Array.from({ length: count }, (_, n) => `${base()}/video/${task.uuid}/0_${n}.mp4`);
    },
  };
}

/** What an address of a task's pictures must carry to be good. */
export function signatureOf({ addresses }: EmulatedTask): string {
  return String(addresses).padStart(64, '0');
}
