import type { JobIn } from '../../domain/job/job.ts';
import { sourcesOf } from '../../domain/pictures/given.ts';
import type { Media, MediaFetcher } from '../../domain/pictures/media.ts';
import type { Log } from '../../domain/ports/log.ts';
import { withDeadline } from '../../lib/timeout.ts';
import { SOURCE_FILE } from '../render/source-file.ts';
import type { Payload } from '../rest/api.ts';
import type { FallbackForm } from './fallback-forms.ts';

/** How long the given pictures may take, in ms: nobody waits for them, but for the result. */
const TIMEOUT = 10_000;
const FILES_MAX = 10;

type Parts = { readonly media: MediaFetcher; readonly log: Log; readonly stop: AbortSignal };

/** The addresses of the pictures that a result was made from and that are not to be seen in it. */
function sourcesIn({ request, outcome }: JobIn<'delivering'>): readonly string[] {
  if (outcome.kind === 'failed') return [];
  // Relays give the picture that was described as the picture of the task.
  return request.kind === 'describe' && outcome.imageUrls.length > 0 ? [] : sourcesOf(request);
}

export function hasSource(job: JobIn<'delivering'>): boolean {
  return sourcesIn(job).length > 0;
}

/**
 * What a result was made from, as one small picture; null where nothing was given, or can be had any more. Throws only when
 * stopped.
 */
export async function fetchSource(job: JobIn<'delivering'>, { media, log, stop }: Parts): Promise<Media | null> {
  const urls = sourcesIn(job);
  if (urls.length === 0) return null;
  try {
    return await withDeadline(TIMEOUT, stop, async (signal) => {
      const fetched = await Promise.all(urls.map((url) => media.fetch(url, signal)));
      return media.contactSheet(
        fetched.filter((one) => typeof one !== 'string'),
        signal,
      );
    });
  } catch (error) {
    stop.throwIfAborted();
    log.info({ error: error instanceof Error ? error.name : 'unknown' }, 'what a result was made from is not shown');
    return null;
  }
}

/** The payload with what its result was made from beside the text; unchanged in a form that has less than it could have. */
export function withSource(payload: Payload, source: Media | null, form: FallbackForm, alt: string): Payload {
  const { body, files } = payload;
  const [first, ...others] = body.embeds;
  const isWhole = form.files === 'full' && form.body === 'full' && form.shortfall === null;
  if (!source || !first || !isWhole || body.attachments.length >= FILES_MAX) return payload;
  const id = String(body.attachments.length);
  return {
    body: {
      ...body,
      embeds: [{ ...first, thumbnail: { url: `attachment://${SOURCE_FILE}`, description: alt } }, ...others],
      attachments: [...body.attachments, { id, filename: SOURCE_FILE, description: alt }],
    },
    files: [...files, { key: `files[${id}]`, name: SOURCE_FILE, data: source.pieces, contentType: source.mime }],
  };
}
