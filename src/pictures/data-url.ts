import type { Media } from '../domain/ports.ts';

/** The file as text, as relays want pictures: `data:image/png;base64,...`. A third longer than its bytes. */
export function toDataUrl({ mime, data }: Media): string {
  return `data:${mime};base64,${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}`;
}
