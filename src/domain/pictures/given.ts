import type { Reason } from '../failures/reason.ts';
import type { Request } from '../job/request.ts';

/** How many pictures a member can give to a request in place of those that it has; null for one that has none. */
export function givenPictures(request: Request): { readonly least: number; readonly most: number } | null {
  switch (request.kind) {
    case 'imagine':
      return request.images.length > 0 ? { least: 1, most: 5 } : null;
    case 'blend':
      return { least: 2, most: 5 };
    case 'describe':
    case 'edit':
      return { least: 1, most: 1 };
    case 'video': {
      const count = [request.image, request.endImage].filter((url) => url !== null).length;
      return count > 0 ? { least: count, most: count } : null;
    }
    default:
      return null;
  }
}

/** The addresses of the pictures that a member gave to be worked on, in their order. */
export function sourcesOf(request: Request): readonly string[] {
  switch (request.kind) {
    case 'imagine':
    case 'blend':
      return request.images;
    case 'describe':
    case 'edit':
      return [request.image];
    case 'video':
      return [request.image, request.endImage].filter((url) => url !== null);
    default:
      return [];
  }
}

/** The request with other pictures, as many as `givenPictures` allows, in their order. */
export function withPictures(request: Request, urls: readonly string[]): Request {
  const [first, second = null] = urls;
  if (first === undefined) return request;
  switch (request.kind) {
    case 'imagine':
    case 'blend':
      return { ...request, images: urls };
    case 'describe':
    case 'edit':
      return { ...request, image: first };
    case 'video':
      return request.image === null ? { ...request, endImage: first } : { ...request, image: first, endImage: second };
    default:
      return request;
  }
}

/** Whether a request that failed for this reason may succeed with other pictures. */
export function isForOtherPictures(request: Request, { kind }: Reason): boolean {
  return (kind === 'pictureUnreadable' || kind === 'pictureTooLarge') && givenPictures(request) !== null;
}
