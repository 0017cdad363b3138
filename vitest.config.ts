import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';
import { scratchFolder } from './test/scratch.ts';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `These tests need Node 24 and this is ${process.version}: type "npm test", or "npm exec vitest run test/relay" for a part.\n`,
  );
  process.exit(1);
}

const scratch = scratchFolder();
if (scratch !== undefined) process.env.TMPDIR ??= scratch;

/** What must have a process of its own: these tests replace parts of Node that other tests use. */
const apart = ['test/emulator/discord.test.ts', 'test/discord/rest/clients.test.ts'];

/** What makes many jobs, tries everything there is, or counts all that runs, and so keeps a processor busy for long. */
const load = [
  'test/app/discord-faults.test.ts',
  'test/discord/gateway/tunnel.test.ts',
  'test/app/further-tasks.test.ts',
  'test/app/log-lines.test.ts',
  'test/app/profiles.test.ts',
  'test/app/quiet.test.ts',
  'test/app/rates.test.ts',
  'test/app/relay-address.test.ts',
  'test/app/relay-faults.test.ts',
  'test/app/restored-backup.test.ts',
  'test/app/server-pays.test.ts',
  'test/deploy/health.test.ts',
  'test/doctor/findings.test.ts',
  'test/doctor/program.test.ts',
  'test/expressions.test.ts',
  'test/jobs/cluster.property.test.ts',
  'test/jobs/engine.property.test.ts',
  'test/journeys/batches.test.ts',
  'test/journeys/buttons.test.ts',
  'test/journeys/describe.test.ts',
  'test/journeys/doctor.test.ts',
  'test/journeys/own-message.test.ts',
  'test/journeys/operator.test.ts',
  'test/journeys/rules-matrix.test.ts',
  'test/journeys/server-log.test.ts',
  'test/journeys/shared-message.test.ts',
  'test/metrics/bot.test.ts',
  'test/metrics/prometheus.test.ts',
  'test/pictures/mask.test.ts',
  'test/pictures/shrink.test.ts',
  'test/proxy/pictures.test.ts',
  'test/store/server-checks.test.ts',
  'test/store/server-failure.test.ts',
  'test/store/two-writers.test.ts',
  'test/store/archive/restore.test.ts',
  'test/store/archive/processes.test.ts',
  'test/store/archive/servers.test.ts',
  'test/work-budget.test.ts',
];

/** What starts processes, a browser or a whole program, and so takes minutes. */
const slow = ['test/crash/**/*.test.ts', 'test/programs/**/*.test.ts', ...load];

/** Several processes of one bot, on one kind of store or several. They wait for one another's logins for most of the time. */
const cluster = ['test/cluster/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    sequence: { shuffle: true, sequencer: LongestFirst },
    // Most of a test's time is waiting for sockets and child processes, so two cores may serve several files.
    maxWorkers: 4,
    projects: [
      {
        extends: true,
        test: {
          name: 'everyday',
          include: ['test/**/*.test.ts'],
          exclude: [...apart, ...slow, ...cluster],
          // The files of a worker share discord.js and all else that is imported, which saves half of the processor's time.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'apart', include: apart } },
      // Processes that are killed and started again wait for one another, so they come last.
      { extends: true, test: { name: 'slow', include: slow, sequence: { groupOrder: 1 } } },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: cluster,
          sequence: { groupOrder: 2 },
          // Each process of a test logs in five seconds after the one before, and what they wait for may take a minute each.
          testTimeout: 180_000,
        },
      },
    ],
  },
});
