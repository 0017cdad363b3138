import type { Task } from '../src/domain/job/task.ts';

/** A task of which nothing is known but that it exists. */
export const pendingTask: Task = {
  id: '1',
  status: 'PENDING',
  percent: null,
  imageUrl: '',
  imageUrls: [],
  videoUrls: [],
  buttons: [],
  prompt: '',
  text: '',
  failReason: '',
  state: '',
};
