import type { JobIn, Outcome } from '../../domain/job/job.ts';
import type { Log, Media, MediaFetcher, PostedButton } from '../../domain/ports.ts';
import { withDeadline } from '../../lib/timeout.ts';
import type { MessageBody } from '../render/body.ts';
import type { ShownMedia } from '../render/gallery.ts';
import type { Rendered } from '../render/result.ts';
import type { Payload } from '../rest/api.ts';
import type { Upload } from '../rest/upload.ts';
import { dressed, type Form } from './fallback-forms.ts';
import type { Renderer } from './renderer.ts';

/** One picture or film of a result; `media` is null when it is only shown as a link, `spare` where a copy may be had. */
export type Item = {
  readonly url: string;
  readonly film: boolean;
  readonly media: Media | null;
  readonly spare: string | null;
};

/** What is sent, and the buttons it carries. */
export type Packed = { readonly payload: Payload; readonly buttons: readonly PostedButton[] };

/** Files Discord takes in one message, less one for `prompt.txt`. */
const FILES_MAX = 9;
/** For all files of a result together, in ms. */
const FETCHING = 45_000;
/** A small copy's size in bytes, at most. */
const SMALL = 2_000_000;

const extensions: Readonly<Record<Media['mime'], string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
};

/** The pictures and films of an outcome, not fetched. `copies` count only when there is one for each. */
export function itemsOf(outcome: Outcome, copies: readonly string[] = []): Item[] {
  if (outcome.kind === 'failed') return [];
  const all = [
    ...outcome.imageUrls.map((url) => ({ url, film: false })),
    ...outcome.videoUrls.map((url) => ({ url, film: true })),
  ];
  const spares = copies.length === all.length ? copies : [];
  return all.map((item, index) => ({ ...item, media: null, spare: spares[index] ?? null }));
}

/** Fetches what can be fetched; the rest stays a link. Throws only when stopped. */
export async function fetchItems(
  items: readonly Item[],
  { media, log, stop }: { media: MediaFetcher; log: Log; stop: AbortSignal },
): Promise<Item[]> {
  const one = async (item: Item, signal: AbortSignal): Promise<Item> => {
    try {
      for (const url of item.spare === null ? [item.url] : [item.url, item.spare]) {
        const got = await media.fetch(url, signal);
        if (typeof got !== 'string') return { ...item, media: got };
        log.info({ trouble: got, film: item.film }, 'a result could not be fetched');
      }
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'fetching a result failed; it is linked');
    }
    return item;
  };
  const tasks = items.map((item, index) =>
    index < FILES_MAX ? withDeadline(FETCHING, stop, (signal) => one(item, signal)).catch(() => item) : item,
  );
  const fetched = await Promise.all(tasks);
  stop.throwIfAborted();
  return fetched;
}

/** Makes the message in the given form. */
export async function pack(
  job: JobIn<'delivering'>,
  items: readonly Item[],
  form: Form,
  { media, renderer, log }: { media: MediaFetcher; renderer: Renderer; log: Log },
): Promise<Packed> {
  const shown: ShownMedia[] = [];
  const data = new Map<string, Media>();
  for (const [index, item] of items.entries()) {
    const { url, film } = item;
    const copy = item.media && (await copyOf(item.media, form.size, job.attachmentLimit, media));
    const name = copy && `${film ? 'film' : 'picture'}-${index + 1}.${extensions[copy.mime]}`;
    if (copy && name) data.set(name, copy);
    shown.push(name ? { kind: 'file', name, url, film } : { kind: 'link', url, film });
  }
  const { body, buttons, promptFile } = rendered(job, shown, { renderer, log });
  const worn = dressed(
    body,
    form.dress,
    items.map(({ url }) => url),
  );
  const files = worn.attachments.flatMap(({ id, filename }): Upload[] => {
    const key = `files[${id}]`;
    const found = data.get(filename);
    if (found) return [{ key, name: filename, data: found.data, contentType: found.mime }];
    if (promptFile === null) return [];
    return [{ key, name: filename, data: new TextEncoder().encode(promptFile), contentType: 'text/plain' }];
  });
  const keepsButtons = form.dress === 'full' || form.dress === 'noEmoji';
  return { payload: { body: worn, files }, buttons: keepsButtons ? buttons : [] };
}

/** A renderer that fails must not hide a finished picture: Discord is shown bare links then. */
function rendered(
  job: JobIn<'delivering'>,
  shown: readonly ShownMedia[],
  { renderer, log }: { renderer: Renderer; log: Log },
): Rendered {
  try {
    return renderer.result(job, shown);
  } catch (error) {
    log.error({ job: job.id, error }, 'a result could not be rendered');
    const links = shown.map(({ url }) => url).join('\n');
    const body: MessageBody = {
      content: links,
      embeds: [],
      components: [],
      attachments: [],
      allowed_mentions: { parse: [] },
    };
    return { body: dressed(body, 'bare', []), buttons: [], promptFile: null };
  }
}

async function copyOf(original: Media, size: Form['size'], limit: number, media: MediaFetcher): Promise<Media | null> {
  if (size === 'link') return null;
  const bytes = size === 'full' ? limit : Math.min(SMALL, limit / 4);
  if (original.data.byteLength <= bytes) return original;
  if (original.mime === 'video/mp4') return null;
  return media.shrink(original, Math.floor(bytes)).catch(() => null);
}
