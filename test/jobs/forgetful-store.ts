import type { OpenJobIndexes } from '../../src/domain/ports/open-job-indexes.ts';

/** A store that takes every job and keeps none. */
export const forgetfulJobs = {
  add: async () => true,
  get: async () => undefined,
  replace: async () => true,
  drop: async () => true,
  amend: async () => {},
  async *open() {},
  async *openIds() {},
};

/** Lists that name nobody. */
export const forgetfulIndexes: OpenJobIndexes = {
  ofMember: async () => [],
  ofTask: async () => [],
  reserve: async () => true,
  addTask: async () => {},
  remove: async () => {},
};
