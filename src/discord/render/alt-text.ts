import type { Request } from '../../domain/job/request.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { ALT_MAX, plain } from './escape.ts';

/** What somebody who does not see a picture is told of it. */
export function altText(request: Request, prompt: string, { result }: Catalogue): string {
  if (request.kind === 'blend') return result.blended(request.images.length);
  return plain(result.picturePrompt(plain(prompt, ALT_MAX)), ALT_MAX);
}

/** The alt text of one of several pictures. `n` counts from 1. */
export function numbered(alt: string, n: number, of: number, { result }: Catalogue): string {
  return of > 1 ? plain(result.oneOf(n, of, alt), ALT_MAX) : alt;
}
