import { describe, expect, test, vi } from 'vitest';
import { beginJob } from './begun-job.ts';
import { createFixture } from './fixture.ts';
import { expectClean, finished, labelsOf, seenByAll, textOf } from './message-reading.ts';

const edits = /^PATCH \//;
const allButAnswers = /^(?:PATCH|POST) \/(?:webhooks|channels|users)/;

describe('what stands before Discord refuses everything for a moment', () => {
  test.concurrent.for<readonly [string, 'code' | 'page', boolean]>([
    ['with a code, while its token lives', 'code', true],
    ['with a page, while its token lives', 'page', true],
    ['with a code, after its token has died', 'code', false],
  ])('%s: a result comes into its message a little later', async ([, kind, lives], { onTestFinished }) => {
    const job = await beginJob({ onTestFinished });
    const { discord, relay, ann, message, finish } = job;
    if (!lives) discord.expireTokens();
    discord.faults.blockRest(allButAnswers, 600, kind);
    finish();
    await finished(message);
    expect(labelsOf(message)).toContain('U1');
    expect(seenByAll(job)).toEqual([message]);
    expect(discord.dms(ann)).toEqual([]);
    expect(relay.submissions).toHaveLength(1);
    expectClean(job);
  });

  test.concurrent('a first answer is given again, in time, and the gesture works', async ({ onTestFinished }) => {
    const fixture = await createFixture({ onTestFinished });
    const { discord, start } = fixture;
    await start();
    discord.faults.blockRest(/^POST \/interactions\//, 300);
    const imagine = await discord.member('ann').slash('imagine', { prompt: 'a fox' });
    await finished(await imagine.message());
    expect(imagine.failed).toBe(false);
    expectClean(fixture);
  });

  test.concurrent('progress is shown again when that is over', async ({ onTestFinished }) => {
    const job = await beginJob({ onTestFinished });
    const { discord, relay, message, taskId } = job;
    discord.faults.blockRest(edits, 400);
    const from = discord.requests.length;
    relay.progress(taskId, 20);
    await discord.waitUntil(() => discord.requests.slice(from).some(({ status }) => status === 403));
    let percent = 20;
    await vi.waitFor(
      () => {
        relay.progress(taskId, percent++);
        expect(textOf(message)).toMatch(/[2-9]\d%/);
      },
      { timeout: 10_000 },
    );
    expectClean(job);
  });

  test.concurrent.for([
    ['show', 'task'],
    ['info', 'of'],
  ] as const)('/%s is not left thinking', async ([command, option], { onTestFinished }) => {
    const job = await beginJob({ onTestFinished });
    const { discord, ann, message, taskId, finish } = job;
    finish();
    await finished(message);
    discord.faults.blockRest(edits, 600);
    const shown = await (await ann.slash(command, { [option]: taskId })).message();
    await vi.waitFor(() => expect(textOf(shown)).toContain('a fox'), { timeout: 10_000 });
    expectClean(job);
  });
});
