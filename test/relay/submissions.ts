import type { Submission } from '../../src/domain/request.ts';

const uuid = '00000000-0000-4000-8000-000000000000';

export const imagine: Submission = { kind: 'imagine', prompt: 'a fox', images: [], bot: 'MID_JOURNEY' };
export const upscale: Submission = {
  kind: 'action',
  taskId: '1',
  customId: `MJ::JOB::upsample::2::${uuid}`,
  chooseSameChannel: true,
};
export const reroll: Submission = { ...upscale, customId: `MJ::JOB::reroll::0::${uuid}::SOLO` };
export const customZoom: Submission = { ...upscale, customId: `MJ::CustomZoom::${uuid}` };
export const modal: Submission = { kind: 'modal', taskId: '2', text: { prompt: 'wider --zoom 1.8', maskUrl: null } };
