import { expect, test, vi } from 'vitest';
import { auditAccounts, limitAll } from './accounts.ts';
import { createCrashFixture, PATIENCE } from './fixture.ts';
import { audit, deadButtons } from './oracle.ts';
import { createScenario, phases, type Target } from './scenario.ts';

/**
 * The only requests that a phase may lack: what newcomers are told besides comes at no certain time, and who may use which
 * command is asked once by each process.
 */
const aside = [
  'discord POST /webhooks/:application/:token',
  'discord GET /applications/:application/guilds/:guild/commands/permissions',
];

/** What the first of these tests saw of the scenario. Each sees the same. */
let recorded: readonly Target[] | null = null;

test.for(phases)(
  'killed at any request of the phase %s, before or after it was performed, it goes on as if nothing had happened',
  {
    timeout: 180_000,
    concurrent: true,
  },
  async (phase, { onTestFinished }) => {
    const fixture = await createCrashFixture({ onTestFinished });
    await limitAll(fixture, { day: 10_000, month: null });
    const scenario = createScenario(fixture);
    const targets = await scenario.recordTargets();
    expect(targets.length).toBeGreaterThan(30);
    recorded ??= targets;
    expect(targets).toEqual(recorded);
    for (const target of targets.filter((one) => one.phase === phase)) {
      if (!(await scenario.runUntilKilledAt(target))) expect(aside).toContain(target.what);
      await vi.waitFor(() => {
        const wrongs = audit({ ...fixture, gestures: scenario.gestures });
        expect(wrongs.length > 0 ? [target, ...wrongs] : []).toEqual([]);
      }, PATIENCE);
    }
    await vi.waitFor(async () => expect(await fixture.openJobs()).toEqual([]), PATIENCE);
    expect(await deadButtons(fixture)).toEqual([]);
    expect(await auditAccounts(fixture)).toEqual([]);
  },
);
