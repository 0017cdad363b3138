import { expect, test } from 'vitest';
import { jobIdIn } from '../../../src/domain/job/echo.ts';
import { seenByAll, textOf } from '../../app/message-reading.ts';
import { createCrashFixture, saying, showing } from '../../crash/fixture.ts';

const MEMBERS = 10;
const JOBS_EACH = 5;

test('a deploy in the middle of 50 running jobs: nobody reads of an error, no edit is lost, nothing is sent twice', {
  timeout: 90_000,
}, async () => {
  const fixture = await createCrashFixture({
    relay: { manual: true, pictureSize: 64 },
    env: { RELAY_CONCURRENCY: '60', PROGRESS_SECONDS: '0.5' },
  });
  const { discord, relay, bots, start } = fixture;
  const first = await start();
  const members = Array.from({ length: MEMBERS }, (_, n) => discord.member(`member ${n}`));
  const handles = await Promise.all(
    members.flatMap((member) =>
      Array.from({ length: JOBS_EACH }, (_, n) => member.slash('imagine', { prompt: `boat ${n} of ${member.name}` })),
    ),
  );
  const messages = await Promise.all(handles.map((handle) => handle.message(20_000)));
  const all = MEMBERS * JOBS_EACH;
  await relay.waitUntil(() => relay.tasks.size === all, 30_000);
  for (const id of relay.tasks.keys()) relay.progress(id, 20);
  for (const message of messages) await saying(message, '20%');

  await start();
  const [done = '', ...running] = [...relay.tasks.keys()];
  // One ends while the old process stops, the others move on while nobody looks.
  relay.finish(done);
  const goodbye = first.terminate();
  for (const id of running) relay.progress(id, 60);
  expect(await goodbye).toMatchObject({ code: 0 });
  expect(discord.isReady()).toBe(true);

  const early = jobIdIn(relay.tasks.get(done)?.state ?? '');
  const others = handles.flatMap(({ id }, n) => (id === early ? [] : [messages[n]]));
  for (const message of others) if (message) await saying(message, '60%');
  for (const id of running) relay.finish(id);
  for (const message of messages) await showing(message, 'U2');
  expect(new Set(seenByAll({ discord }).map(({ id }) => id))).toEqual(new Set(messages.map(({ id }) => id)));
  expect(relay.submissions).toHaveLength(all);
  const texts = messages.flatMap(({ history }) => history.map(textOf));
  expect(texts.filter((text) => /wrong|could not|did not answer|trouble|failed|sorry/i.test(text))).toEqual([]);
  expect(discord.violations).toEqual([]);
  expect(bots.flatMap(({ stdout }) => stdout.split('\n').filter((line) => line.includes('"level":"error"')))).toEqual(
    [],
  );
  expect(bots.map(({ stderr }) => stderr).join('')).toBe('');

  const [grid] = messages;
  if (!grid) throw new Error('there is no grid');
  const press = await discord.member('member 0').press(grid, { label: 'U2' });
  await relay.waitUntil(() => relay.tasks.size === all + 1);
  for (const id of relay.tasks.keys()) relay.finish(id);
  await showing(await press.message(), 'Custom Zoom');
});

test('who makes a gesture while the only process stops is told so, and may make it again a moment later', async () => {
  const { discord, relay, start, requests } = await createCrashFixture();
  const first = await start();
  const ann = discord.member('ann');
  const held = requests.hold({ server: 'relay', route: 'imagine', moment: 'arrived' });
  const running = await ann.slash('imagine', { prompt: 'a red fox' });
  await held.caught;
  const goodbye = first.terminate();
  await first.says('stopping');
  const early = await ann.slash('imagine', { prompt: 'an early bird' });
  // The words that were not used follow, so that they need not be written again.
  expect(textOf(await early.message())).toBe('I am restarting. Please try again in a minute.\nan early bird');
  held.release();
  expect(await goodbye).toMatchObject({ code: 0 });
  await start();
  await showing(await running.message(), 'U2');
  await showing(await (await ann.slash('imagine', { prompt: 'an early bird' })).message(), 'U2');
  expect(relay.submissions).toHaveLength(2);
  expect(discord.violations).toEqual([]);
});
