import type { MediaTrouble } from '../domain/pictures/media.ts';
import type { createFetcher } from '../pictures/fetcher.ts';
import { drawMask } from '../pictures/mask.ts';
import { toDataUrl } from '../pictures/measure.ts';
import type { RelayOptions } from '../relay/client.ts';

/** The largest picture that relays take, about 4 MB, in bytes. Of a larger one they get a smaller copy. */
const RELAY_PICTURE_MAX = 4_000_000;
/** How long a look at a link in a prompt may take, in ms. */
const LINK_CHECK = 8_000;
/** What may be so for us and not for Midjourney. */
const onlyHere: ReadonlySet<MediaTrouble> = new Set(['unreachable', 'failing', 'tooLarge']);

/** What reads the pictures that relays are sent. */
export function relayPictures(
  media: ReturnType<typeof createFetcher>,
): Pick<RelayOptions, 'readPicture' | 'checkLink' | 'drawMask'> {
  return {
    readPicture: (url, signal) =>
      media.during(async ({ fetch, shrink }) => {
        const picture = await fetch(url, signal);
        if (typeof picture === 'string') return picture;
        const copy = await shrink(picture, RELAY_PICTURE_MAX, signal);
        return copy ? toDataUrl(copy) : 'tooLarge';
      }),
    checkLink: async (url, signal) => {
      const found = await media.fetch(url, AbortSignal.any([signal, AbortSignal.timeout(LINK_CHECK)]));
      return typeof found === 'string' && !onlyHere.has(found) ? found : null;
    },
    drawMask: (mask, signal) =>
      media.during(async (pictures) => {
        const drawn = await drawMask(mask, pictures, signal);
        return typeof drawn === 'string' ? drawn : toDataUrl(drawn);
      }),
  };
}
