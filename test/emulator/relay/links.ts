import { faceOf } from './buttons.ts';
import type { Options } from './options.ts';
import { readPress } from './presses.ts';
import type { EmulatedTask, Tasks } from './tasks.ts';

export type Links = ReturnType<typeof createLinks>;

/** Addresses of pictures, as Discord's CDN signs them. `origin` is asked for late: the port is not known before. */
export function createLinks(options: Options, tasks: Pick<Tasks, 'all'>, origin: () => string) {
  const base = () => (options.relativeUrls ? '' : origin());
  const signed = (task: EmulatedTask) => {
    const [from, until] = [Date.now(), Date.now() + 86_400_000].map((ms) => Math.floor(ms / 1000).toString(16));
    return `?ex=${until}&is=${from}&hm=${signatureOf(task)}&`;
  };

  function format({ kind }: EmulatedTask): string {
    return options.pictureFormat ?? (faceOf(kind) === 'grid' ? 'webp' : 'png');
  }

  const film = ({ uuid }: EmulatedTask, n: number) => `${base()}/video/${uuid}/0_${n}.mp4`;

  /** Whether a finished task's main address is a film. */
  function isFilm({ kind }: EmulatedTask): boolean {
    return faceOf(kind) === 'videoSingle' || (options.official && faceOf(kind) === 'videoGrid');
  }

  /** Which film of an animation a task shows, from 0: a pick that which was picked. */
  function filmOf({ customId }: EmulatedTask): number {
    return Math.max(1, readPress(customId)?.index ?? 1) - 1;
  }

  return {
    base,
    format,
    isFilm,
    filmOf,
    /** Where the automation server keeps a task's picture; null while there is none. `part` 0 is all of it. */
    picture(task: EmulatedTask, part = 0): string | null {
      if (task.pictures.length === 0 || task.percent === 0) return null;
      if (task.status !== 'SUCCESS' && !options.previews) return null;
      if (task.status !== 'SUCCESS') {
        return `${base()}/attachments/1118/${task.id}/preview_${task.uuid}_${task.percent}.webp${signed(task)}`;
      }
      if (isFilm(task)) return film(task, filmOf(task));
      const slug = task.finalPrompt.replaceAll(/[^A-Za-z0-9]+/g, '_').slice(0, 40);
      const moving = /video/i.test(faceOf(task.kind));
      const name =
        part > 0 ? `${slug}_${task.uuid}_${part}.png` : `${slug}_${task.uuid}.${moving ? 'webp' : format(task)}`;
      return `${base()}/attachments/1118/${task.id}/${name}${signed(task)}`;
    },
    /**
     * The films that a finished animation lists: its four. A pick has its film in the place of the picture, and lists none,
     * or, on an official account, those that it was picked from.
     */
    films(task: EmulatedTask): string[] {
      const from = faceOf(task.kind) === 'videoSingle' && options.official ? tasks.all.get(task.parent ?? '') : task;
      if (!from || task.status !== 'SUCCESS' || faceOf(from.kind) !== 'videoGrid') return [];
      return [0, 1, 2, 3].map((n) => film(from, n));
    },
  };
}

/** What an address of a task's pictures must carry to be good. */
export function signatureOf({ addresses }: EmulatedTask): string {
  return String(addresses).padStart(64, '0');
}
