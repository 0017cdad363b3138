import type { Submission } from '../../../src/domain/job/request.ts';

const uuid = '00000000-0000-4000-8000-000000000000';

export const imagine = { kind: 'imagine', prompt: 'a fox', images: [], bot: 'MID_JOURNEY' } satisfies Submission;
export const upscale = {
  kind: 'action',
  taskId: '1',
  customId: `MJ::JOB::upsample::2::${uuid}`,
  chooseSameChannel: true,
} satisfies Submission;
export const reroll = { ...upscale, customId: `MJ::JOB::reroll::0::${uuid}::SOLO` } satisfies Submission;
export const customZoom = { ...upscale, customId: `MJ::CustomZoom::${uuid}` } satisfies Submission;
export const modal = {
  kind: 'modal',
  taskId: '2',
  text: { prompt: 'wider --zoom 1.8', mask: null },
} satisfies Submission;
export const shorten = { kind: 'shorten', prompt: 'a fox', bot: 'MID_JOURNEY' } satisfies Submission;
