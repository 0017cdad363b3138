import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    sequence: { shuffle: true },
    // Most of a test's time is waiting for sockets and child processes, so two cores may serve two files.
    maxWorkers: 2,
  },
});
