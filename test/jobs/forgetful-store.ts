/** A store that takes every job and keeps none. */
export const forgetfulJobs = {
  add: async () => true,
  get: async () => undefined,
  put: async () => {},
  drop: async () => {},
  async *open() {},
};
