import type { Grid, RegionChoice } from './region.ts';

/** A picture or film fetched from a foreign address. Its type is read from its bytes, not from what the server says. */
export type Media = {
  /** The file in the pieces in which it arrived. */
  readonly pieces: readonly Uint8Array[];
  /** How many bytes all of them have. */
  readonly byteLength: number;
  /** The file in one piece of memory of its own, put together each time: for small ones, as that holds everybody up. */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'image/avif' | 'video/mp4';
  /** Of the first frame, in pixels; null for films. */
  readonly size: { readonly width: number; readonly height: number } | null;
};

/** The media of a file. */
export function mediaOf(pieces: readonly Uint8Array[], mime: Media['mime'], size: Media['size']): Media {
  const byteLength = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  return {
    pieces,
    byteLength,
    get data() {
      const data = new Uint8Array(byteLength);
      let at = 0;
      for (const piece of pieces) {
        data.set(piece, at);
        at += piece.byteLength;
      }
      return data;
    },
    mime,
    size,
  };
}

/**
 * Why a foreign file could not be fetched. `failing`: its server answers with an error of its own, 500 and more. `expired`:
 * it is missing at an address of Discord's, which lives for about a day. `heic`: it is a photo in a form that nobody reads.
 */
export type MediaTrouble =
  | 'blocked'
  | 'missing'
  | 'expired'
  | 'tooLarge'
  | 'notMedia'
  | 'heic'
  | 'unreachable'
  | 'failing';

/** Fetches foreign files: up to a size and a time, never from private addresses, never with the relay's key. */
export type MediaFetcher = {
  /** `maxBytes`: what it may have at most, where that is less than usual. */
  fetch(url: string, signal: AbortSignal, maxBytes?: number): Promise<Media | MediaTrouble>;
  /** A copy of at most `bytes` that relays can read, re-encoded when need be; null when no acceptable copy is that small, or it was aborted. */
  shrink(media: Media, bytes: number, signal?: AbortSignal): Promise<Media | null>;
  /**
   * One small picture of all these; null for none, and when it cannot be drawn or was aborted. `side`: how long the longer
   * side of a single one may be, in pixels, where that is more than usual.
   */
  contactSheet(media: readonly Media[], signal: AbortSignal, side?: number): Promise<Media | null>;
};

/**
 * Why a mask could not be made. `empty`: nothing is painted over; `otherPicture`: what was painted is no copy of the
 * picture.
 */
export type MaskTrouble = MediaTrouble | 'empty' | 'otherPicture';

/** A picture with the chosen part of it made visible, to be looked at before anything is paid. */
export type MaskPreview = {
  readonly data: Uint8Array<ArrayBuffer>;
  /** A file name with its ending. */
  readonly name: string;
  /** The address at which the picture was found. */
  readonly pictureUrl: string;
  readonly grid: Grid;
  /** How much of the picture is chosen, 0 to 1. */
  readonly share: number;
};

/** Draws what a member has chosen of a picture so far. */
export type MaskPreviews = {
  /**
   * Draws on the picture at the first of the addresses that has one. Never throws for anything a foreign picture holds.
   */
  region(pictureUrls: readonly string[], choice: RegionChoice, signal: AbortSignal): Promise<MaskPreview | MaskTrouble>;
};
