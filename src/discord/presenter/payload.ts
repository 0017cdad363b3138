import type { JobIn } from '../../domain/job/job.ts';
import type { Outcome } from '../../domain/job/outcome.ts';
import type { PostedButton } from '../../domain/job/task.ts';
import type { Media, MediaFetcher, MediaTrouble } from '../../domain/pictures/media.ts';
import type { Log } from '../../domain/ports/log.ts';
import { withDeadline } from '../../lib/timeout.ts';
import type { ShownMedia } from '../render/gallery.ts';
import type { Rendered } from '../render/result.ts';
import type { Payload } from '../rest/api.ts';
import type { Upload } from '../rest/upload.ts';
import { type Carried, type FallbackForm, isBare, keepsButtons, reduceBody, textBody } from './fallback-forms.ts';
import type { Renderer } from './renderer.ts';

/** One picture or film of a result. */
export type MediaItem = {
  /** What its file is called, without kind and ending: each of a message has another one, and keeps it. */
  readonly name: string;
  readonly url: string;
  readonly film: boolean;
  /** Null when it is only shown as a link. */
  readonly media: Media | null;
  /** Where Discord has a copy, should the relay have lost it. */
  readonly copyUrl: string | null;
  /** Whether it could not be fetched, but perhaps can later. Absent means no. */
  readonly late?: true;
  /** Whether its server answered with an error of its own. Absent means no. */
  readonly failing?: true;
};

/** A result as it is sent, and the buttons it carries. */
export type ResultPayload = {
  readonly payload: Payload;
  readonly buttons: readonly PostedButton[];
  readonly carried: Carried;
  /** Whether it has what was paid for: a file or a link of each picture, and the text; or why there is nothing. */
  readonly whole: boolean;
};

/** `stop` ends the shrinking of pictures. */
type PayloadParts = {
  readonly media: MediaFetcher;
  readonly renderer: Renderer;
  readonly log: Log;
  readonly stop: AbortSignal;
};

/** Files Discord takes in one message, less one for `prompt.txt`. */
const FILES_MAX = 9;
/** How long fetching a file of a result may take, in ms; all are fetched at once. */
const FETCH_TIMEOUT = 45_000;
/** The most bytes of a small copy. */
const SMALL_COPY = 2_000_000;

const extensions: Readonly<Record<Media['mime'], string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'video/mp4': 'mp4',
};

/** The pictures and films of an outcome, not fetched. `copies` count only when there is one for each. */
export function mediaItemsOf(outcome: Outcome, copies: readonly string[] = []): MediaItem[] {
  if (outcome.kind === 'failed') return [];
  const all = [
    ...outcome.imageUrls.map((url) => ({ url, film: false })),
    ...outcome.videoUrls.map((url) => ({ url, film: true })),
  ];
  const copyUrls = copies.length === all.length ? copies : [];
  return all.map((item, index) => ({
    ...item,
    name: String(index + 1),
    media: null,
    copyUrl: copyUrls[index] ?? null,
  }));
}

/** Fetches what can be fetched; the rest stays a link. Throws only when stopped. */
export async function fetchMedia(
  items: readonly MediaItem[],
  { media, log, stop }: { media: MediaFetcher; log: Log; stop: AbortSignal },
): Promise<MediaItem[]> {
  const fetchOne = async (item: MediaItem, signal: AbortSignal): Promise<MediaItem> => {
    let trouble: MediaTrouble = 'unreachable';
    try {
      for (const url of item.copyUrl === null ? [item.url] : [item.url, item.copyUrl]) {
        const fetched = await media.fetch(url, signal);
        if (typeof fetched !== 'string') return { ...item, media: fetched };
        trouble = fetched;
        log.info({ trouble: fetched, film: item.film }, 'a result could not be fetched');
      }
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'fetching a result failed; it is linked');
    }
    if (trouble === 'tooLarge' || trouble === 'blocked') return item;
    return trouble === 'failing' ? { ...item, late: true, failing: true } : { ...item, late: true };
  };
  const tasks = items.map((item, index) =>
    index < FILES_MAX
      ? withDeadline(FETCH_TIMEOUT, stop, (signal) => fetchOne(item, signal)).catch(
          (): MediaItem => ({ ...item, late: true }),
        )
      : item,
  );
  const fetched = await Promise.all(tasks);
  stop.throwIfAborted();
  return asTheyAre(fetched);
}

/**
 * The items as what their bytes are, whatever the relay called them: Discord shows no film in the place of a picture. A film
 * that stood there beside films that are listed is one of these.
 */
function asTheyAre(items: readonly MediaItem[]): MediaItem[] {
  const hasFilms = items.some(({ film }) => film);
  return items.flatMap((item) => {
    const film = item.media ? item.media.mime === 'video/mp4' : item.film;
    return film && !item.film && hasFilms ? [] : [{ ...item, film }];
  });
}

/** Renders a result and puts its files beside it, in the given form. Throws only when stopped. */
export async function createPayload(
  job: JobIn<'delivering'>,
  items: readonly MediaItem[],
  form: FallbackForm,
  { media, renderer, log, stop }: PayloadParts,
): Promise<ResultPayload> {
  const shown: ShownMedia[] = [];
  const mediaByName = new Map<string, Media>();
  for (const item of items) {
    const { film } = item;
    const url = form.links ? item.url : '';
    const copy = item.media && (await copyOf(item.media, form.files, job.attachmentLimit, { media, stop }));
    const name = copy && `${film ? 'film' : 'picture'}-${item.name}.${extensions[copy.mime]}`;
    if (copy && name) mediaByName.set(name, copy);
    const kind = form.files === 'named' ? 'named' : 'link';
    shown.push(name ? { kind: 'file', name, url, film } : { kind, url, film });
  }
  const {
    body: rendered,
    buttons,
    promptFile,
  } = render(form.prompt ? job : withoutPrompt(job), shown, form, {
    renderer,
    log,
  });
  const links = form.links ? items.map(({ url }) => url) : [];
  const bare = isBare(form) ? renderer.bareText(job, form.shortfall ?? 'unclear') : '';
  const body = reduceBody(rendered, form.body, links, bare);
  const files = body.attachments.flatMap(({ id, filename }): Upload[] => {
    const key = `files[${id}]`;
    const found = mediaByName.get(filename);
    if (found) return [{ key, name: filename, data: found.pieces, contentType: found.mime }];
    if (promptFile === null) return [];
    return [{ key, name: filename, data: new TextEncoder().encode(promptFile), contentType: 'text/plain' }];
  });
  const isText = job.outcome.kind === 'pictures' && job.outcome.text !== '';
  const full = !isBare(form);
  const allFiles = items.length > 0 && shown.every(({ kind }) => kind === 'file');
  return {
    payload: { body, files },
    buttons: keepsButtons(form) ? buttons : [],
    carried: {
      files: files.some(({ name }) => mediaByName.has(name)),
      links: full && links.length > 0,
      prompt: full && form.prompt && form.body !== 'textOnly' && !isText,
    },
    whole: job.outcome.kind === 'failed' || (full && (form.links || allFiles)),
  };
}

/** The job with nothing of what its member or the relay wrote into it. */
function withoutPrompt(job: JobIn<'delivering'>): JobIn<'delivering'> {
  const { outcome } = job;
  return { ...job, prompt: '', outcome: outcome.kind === 'pictures' ? { ...outcome, prompt: '' } : outcome };
}

/** A renderer that fails must not hide a finished picture: Discord is shown bare links then. */
function render(
  job: JobIn<'delivering'>,
  shown: readonly ShownMedia[],
  { shortfall }: FallbackForm,
  { renderer, log }: { renderer: Renderer; log: Log },
): Rendered {
  try {
    return renderer.result(job, shown, shortfall);
  } catch (error) {
    log.error({ job: job.id, error }, 'a result could not be rendered');
    const links = shown.map(({ url }) => url).join('\n');
    return { body: textBody(links), buttons: [], promptFile: null };
  }
}

/** The file to upload; null when it is only to be linked or cannot be made small enough. `limit` is in bytes. */
async function copyOf(
  original: Media,
  files: FallbackForm['files'],
  limit: number,
  { media, stop }: Pick<PayloadParts, 'media' | 'stop'>,
): Promise<Media | null> {
  if (files === 'link' || files === 'named') return null;
  const bytes = files === 'full' ? limit : Math.min(SMALL_COPY, limit / 4);
  if (original.byteLength <= bytes) return original;
  if (original.mime === 'video/mp4') return null;
  const copy = await media.shrink(original, Math.floor(bytes), stop).catch(() => null);
  stop.throwIfAborted();
  return copy;
}
