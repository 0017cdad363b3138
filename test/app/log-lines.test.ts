import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { readyLine } from '../../src/app/ready-line.ts';
import { version } from '../../src/version.ts';
import { createFixture, type Fixture } from './fixture.ts';
import { finished, says } from './message-reading.ts';

const PATIENCE = { timeout: 10_000, interval: 20 };
const Line = z.looseObject({ level: z.string(), msg: z.string() });
const linesOf = ({ trace }: Pick<Fixture, 'trace'>) => trace.lines.map((line) => Line.parse(JSON.parse(line)));
const endsOf = (fixture: Pick<Fixture, 'trace'>) => linesOf(fixture).filter(({ msg }) => msg.startsWith('a job ended'));

test('the first line of a bot that is ready says who it is, where, and with what', async () => {
  const fixture = await createFixture({ discord: { guilds: 3 } });
  const { relay, env, start } = fixture;
  await start();
  const line = linesOf(fixture).find(({ msg }) => msg.includes(' is ready: '));
  const where = `relay ${new URL(relay.url).host}, store ${env.STORE_URL?.replace('sqlite:', '')}, no callbacks`;
  expect(line).toEqual({
    level: 'info',
    time: expect.any(String),
    process: expect.any(String),
    version,
    port: null,
    msg: `Darkroom ${version} is ready: darkroom#0001 in 3 servers, ${where}`,
  });
});

test('it names a store in memory, a single server, the address of callbacks and a proxy', () => {
  const settings = { storeUrl: 'memory:', publicUrl: 'https://bot.example.org' };
  const bot = { name: 'Darkroom#0420', servers: 1 };
  expect(
    readyLine({
      version: '0.2.0',
      bot,
      settings,
      relays: ['https://api.quickrouter.ai/mj-fast/mj'],
      proxy: 'proxy.example:3128',
    }),
  ).toBe(
    'Darkroom 0.2.0 is ready: Darkroom#0420 in 1 server, relay api.quickrouter.ai, store in memory, callbacks at https://bot.example.org, through the proxy proxy.example:3128',
  );
});

test('each job ends with one line: what became of it, how long it took and waited, where; not who and what', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('annika');
  const shown = await ann.slash('imagine', { prompt: 'a vermilion fox' });
  const grid = await finished(await shown.message());
  relay.faults.next('submit', { code: 24, description: 'banned prompt words', properties: { bannedWord: 'saffron' } });
  const refused = await ann.slash('imagine', { prompt: 'a saffron robe' });
  await says(await refused.message(), 'saffron');
  const press = await ann.press(grid, { label: 'U1' });
  await finished(await press.message());
  await vi.waitFor(() => expect(endsOf(fixture)).toHaveLength(3), PATIENCE);

  const ms = expect.any(Number);
  const common = {
    level: 'info',
    time: expect.any(String),
    process: expect.any(String),
    ms,
    waitMs: ms,
    relay: 'main',
    credits: ms,
    guild: discord.guild.id,
  };
  const facts = { ...common, channel: discord.channel().id, charge: 'post' };
  const sentence = (request: string, outcome: string) =>
    expect.stringMatching(new RegExp(`^a job ended: ${request}, ${outcome} after \\d+ s, waited \\d+ s$`));
  const byJob = new Map(endsOf(fixture).map((line) => [line.job, line]));
  expect(byJob.get(shown.id)).toEqual({
    ...facts,
    job: shown.id,
    request: 'imagine',
    outcome: 'shown',
    msg: sentence('imagine', 'shown'),
  });
  expect(byJob.get(press.id)).toMatchObject({ request: 'action', outcome: 'shown' });
  expect(byJob.get(refused.id)).toMatchObject({
    request: 'imagine',
    outcome: 'bannedWord',
    charge: 'void',
    msg: sentence('imagine', 'bannedWord'),
  });

  const log = fixture.trace.lines.filter((line) => !line.includes('"level":"debug"')).join('\n');
  for (const secret of [ann.id, 'annika', 'vermilion', 'saffron', 'https://', 'http://'])
    expect(log).not.toContain(secret);
});

test('an alert is two lines: its beginning with what to do, and its end with its length', async () => {
  const fixture = await createFixture({ relay: { limitedKey: true } });
  const { discord, relay, start } = fixture;
  await start();
  await says(
    await (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message(),
    'Only the people who run',
  );
  relay.topUp(0);
  const alerts = () => linesOf(fixture).filter(({ alert }) => alert !== undefined);
  await vi.waitFor(() => expect(alerts()).toHaveLength(2), PATIENCE);
  expect(alerts()).toEqual([
    {
      level: 'error',
      time: expect.any(String),
      process: expect.any(String),
      alert: 'keyRefused',
      msg: expect.stringContaining('may submit, but not read its tasks: remove its model limits.'),
    },
    {
      level: 'info',
      time: expect.any(String),
      process: expect.any(String),
      alert: 'keyRefused',
      ms: expect.any(Number),
      msg: expect.stringMatching(/is over, after \d+ s$/),
    },
  ]);
});
