import type { Media } from '../domain/ports.ts';

/** Bytes that `kindOf` wants to see, if the file has as many. */
export const KIND_BYTES = 12;

/** What a file is, told from its first bytes; undefined when it is none of the kinds we show. */
export function kindOf(data: Uint8Array): Media['mime'] | undefined {
  const head = Buffer.from(data.subarray(0, KIND_BYTES)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^RIFF.{4}WEBP/s.test(head)) return 'image/webp';
  if (/^GIF8[79]a/.test(head)) return 'image/gif';
  return films.test(head) ? 'video/mp4' : undefined;
}

/** AVIF, HEIC, M4A and QuickTime have the same box with other brands: https://mp4ra.org/registered-types/brands */
const films = /^.{4}ftyp(?:iso.|mp4\d|avc\d|hvc1|dash|M4V.|MSNV|mmp4|f4v |3gp.)/s;
