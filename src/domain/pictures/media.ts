import type { Grid, RegionChoice } from './region.ts';

/** A picture or film fetched from a foreign address, its type told from its bytes. */
export type Media = {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'video/mp4';
  /** Of the first frame, in pixels; null for films. */
  readonly size: { readonly width: number; readonly height: number } | null;
};

/** Why a foreign file could not be had. */
export type MediaTrouble = 'blocked' | 'missing' | 'tooLarge' | 'notMedia' | 'unreachable';

/** Fetches foreign files safely: capped, timed, never from private addresses, never with the relay's key. */
export type MediaFetcher = {
  fetch(url: string, signal: AbortSignal): Promise<Media | MediaTrouble>;
  /** A copy of at most `bytes`, re-encoded when need be; null when no acceptable copy is that small. */
  shrink(media: Media, bytes: number): Promise<Media | null>;
};

/** Why a mask could not be had; `empty`: nothing is painted over, `otherPicture`: that is no copy of the picture. */
export type MaskTrouble = MediaTrouble | 'empty' | 'otherPicture';

/** A picture with the chosen part of it made visible, for a look before anything is paid. */
export type MaskPreview = {
  readonly data: Uint8Array<ArrayBuffer>;
  /** With its ending. */
  readonly name: string;
  /** Which of the addresses the picture was found at. */
  readonly pictureUrl: string;
  readonly grid: Grid;
  /** How much of the picture is chosen, 0 to 1. */
  readonly share: number;
};

/** Draws what members look at while they choose. */
export type MaskPreviews = {
  /** Takes the first of the addresses that has the picture. Throws nothing for what a foreign picture may hold. */
  region(pictureUrls: readonly string[], choice: RegionChoice, signal: AbortSignal): Promise<MaskPreview | MaskTrouble>;
};
