import { enter, type JobIn } from './job.ts';
import type { Request } from './request.ts';

/** Stands for a member who is forgotten. No member of Discord has this id. */
export const NOBODY = '0';

/**
 * A finished job without who asked for it and without their words and pictures. What it made stays, so that the buttons below it go
 * on working for everybody else.
 */
export function forgotten(job: JobIn<'settled'>): JobIn<'settled'> {
  const { outcome, place, at, request } = job;
  const words = request.kind === 'shorten' ? { prompt: '', text: '' } : { prompt: '' };
  return enter(
    {
      ...job,
      requester: { id: NOBODY, name: '', locale: job.locale },
      request: withoutWords(request),
      text: null,
      prompt: '',
      reply: null,
      charge: null,
    },
    { step: 'settled', place, outcome: outcome.kind === 'pictures' ? { ...outcome, ...words } : outcome, at },
  );
}

function withoutWords(request: Request): Request {
  switch (request.kind) {
    case 'imagine':
      return { ...request, prompt: '', images: [] };
    case 'blend':
      return { ...request, images: [] };
    case 'describe':
      return { ...request, image: '' };
    case 'shorten':
      return { ...request, prompt: '' };
    case 'edit':
      return { ...request, prompt: '', image: '' };
    case 'video':
      return { ...request, prompt: '', image: request.image === null ? null : '', endImage: null };
    default:
      return request;
  }
}
