/** A store that takes every job and keeps none. */
export const forgetfulJobs = {
  add: async () => true,
  get: async () => undefined,
  replace: async () => true,
  drop: async () => true,
  amend: async () => {},
  async *open() {},
};
