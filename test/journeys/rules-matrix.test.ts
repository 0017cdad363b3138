import { expect, test, vi } from 'vitest';
import { noLimit } from '../../src/domain/credits/account.ts';
import { type BotPolicy, openBot } from '../../src/domain/policy/bot-policy.ts';
import { type Feature, openServer, type ServerPolicy } from '../../src/domain/policy/server-policy.ts';
import { openStore } from '../../src/store/store.ts';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, textOf } from '../app/message-reading.ts';
import type { Handle } from '../emulator/discord/handle.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import { silentLog } from '../store/sample-records.ts';
import { pictureFile } from './pictures.ts';

/** What stands in the channel when a rule is set, each thing for one gesture only. */
type Scene = {
  readonly ann: Actor;
  readonly grid: Message;
  readonly single: Message;
  readonly described: Message;
  /** Asks whether to make two. */
  readonly question: Message;
  /** A window that ann has open. */
  readonly window: Awaited<ReturnType<Handle['modal']>>;
  readonly picture: Awaited<ReturnType<typeof pictureFile>>;
};

/** `fox`: what is written says so. `free`: it costs nothing. */
type Trait = Feature | 'fox' | 'free' | 'component';

type Gesture = {
  readonly name: string;
  readonly traits: readonly Trait[];
  make(scene: Scene): Promise<Handle>;
};

function gesture(name: string, traits: readonly Trait[], make: Gesture['make']): Gesture {
  return { name, traits, make };
}

const command = (name: string, options: (scene: Scene) => Parameters<Actor['slash']>[1], traits: readonly Trait[]) =>
  gesture(`/${name}`, traits, (scene) => scene.ann.slash(name, options(scene)));
const button = (on: 'grid' | 'single' | 'described', label: RegExp, traits: readonly Trait[] = []) =>
  gesture(`${label.source} of the ${on}`, ['component', ...traits], (scene) => {
    const found = labelsOf(scene[on]).find((one) => label.test(one));
    return scene.ann.press(scene[on], { label: found ?? label.source });
  });

const gestures: readonly Gesture[] = [
  command('imagine', () => ({ prompt: 'a fox' }), ['fox']),
  command('imagine', () => ({ prompt: 'an owl --turbo --v 7' }), ['turbo']),
  command('imagine', () => ({ prompt: 'an owl', private: true }), ['private']),
  command('imagine', () => ({ prompt: 'an owl', repeat: 2 }), ['many']),
  command('blend', ({ picture }) => ({ image1: picture, image2: picture }), []),
  command('describe', ({ picture }) => ({ image: picture }), []),
  command('edit', ({ picture }) => ({ prompt: 'a fox in snow', image: picture }), ['edit', 'fox']),
  command('video', ({ picture }) => ({ prompt: 'the fox runs', image: picture }), ['video', 'fox']),
  command('shorten', () => ({ prompt: 'a fox, very red' }), ['fox']),
  command('upscale', () => ({ index: '4' }), []),
  command('vary', () => ({ index: '4' }), []),
  command('reroll', () => ({}), []),
  command('action', ({ grid }) => ({ task_id: taskIn(grid), custom_id: customIdOf(grid, 'V3') }), ['action']),
  gesture('Apps → Describe picture', [], ({ ann, grid }) => ann.useOnMessage('Describe picture', grid)),
  button('grid', /^U1$/),
  button('grid', /^V1$/),
  button('grid', /^🔄$/),
  button('grid', /^Upscale all$/, ['many']),
  button('single', /^Upscale \(S/, ['upscaleHd']),
  button('single', /^Vary \(St/),
  button('single', /^Zoom Out 2x|^Zoom 2x/),
  button('single', /^Custom/),
  button('single', /^Animate/, ['video']),
  button('single', /^⬅️$/),
  button('described', /^1️⃣$/),
  gesture('the window that is open', ['component'], ({ ann, window }) =>
    ann.submit(window, { zoom: '1.5', 'prompt::0::glue': 'an owl' }),
  ),
  gesture('Make 2', ['component', 'many'], ({ ann, question }) => ann.press(question, { label: 'Make 2' })),
  button('grid', /^ℹ️$/, ['free']),
  button('single', /^❤️?$/, ['free']),
  ...['history', 'jobs', 'me', 'settings', 'help'].map((name) => command(name, () => ({}), ['free'])),
];

type Rule = {
  readonly name: string;
  readonly server?: Partial<ServerPolicy>;
  readonly bot?: Partial<BotPolicy>;
  /** Whom Discord's own settings keep out. */
  readonly closes?: boolean;
  readonly says: string;
  stops(traits: readonly Trait[]): boolean;
};

const everything: Rule['stops'] = (traits) => !traits.includes('free');
const off = (feature: Feature, says: string): Rule => ({
  name: `${feature} is off`,
  server: { off: [feature] },
  says,
  stops: (traits) => traits.includes(feature),
});
const ANN = 'the id of ann';

const rules: readonly Rule[] = [
  { name: 'no rule', says: 'switched off', stops: () => false },
  { name: 'the bot is paused', bot: { paused: true }, says: 'paused by the people who run it', stops: everything },
  { name: 'the server is paused', server: { paused: true }, says: 'is paused in this server', stops: everything },
  { name: 'blocked everywhere', bot: { blocked: [ANN] }, says: 'with this bot any more', stops: everything },
  {
    name: 'blocked here',
    server: { blocks: [{ memberId: ANN, by: '1', at: 0, until: null, why: '' }] },
    says: 'The moderators of this server have stopped you',
    stops: everything,
  },
  { name: 'nobody may', server: { everyone: { day: 0, month: 0 } }, says: 'Nobody may make', stops: everything },
  {
    name: 'the server has used up its credits',
    server: { server: { day: 0, month: null } },
    says: 'This server has used up its credits',
    stops: everything,
  },
  {
    name: 'the bot has spent what it may',
    bot: { bot: { day: 0, month: null } },
    says: 'This bot has spent all it may spend today',
    stops: everything,
  },
  {
    name: 'a member has a limit everywhere',
    bot: { member: { day: 0, month: null } },
    says: 'you get 0 a day',
    stops: everything,
  },
  {
    name: 'not permitted under Integrations',
    closes: true,
    says: 'so this button does not work for you either',
    stops: (traits) => traits.includes('component') && !traits.includes('free'),
  },
  {
    name: 'a word is blocked',
    server: { words: ['fox'] },
    says: 'does not allow “fox”',
    stops: (traits) => traits.includes('fox'),
  },
  off('video', 'Videos are switched off'),
  off('turbo', 'Turbo is switched off'),
  off('upscaleHd', 'Upscaling a picture once more is switched off'),
  off('edit', 'Editing pictures is switched off'),
  off('private', 'Private results are switched off'),
  off('action', '/action is switched off'),
  off('many', 'This server makes one job at a time'),
];

const taskIn = ({ embeds }: Message) => /\?task=([^#]+)/.exec(embeds[0]?.url ?? '')?.[1] ?? '';
const customIdOf = ({ components }: Message, label: string) =>
  components.flatMap((row) => row.components).find((one) => one.type === 2 && one.label === label)?.custom_id ?? '';

async function createMatrixFixture() {
  const fixture = await createFixture({
    // A bot that starts anew does not know what the one before it has used of Discord's limits.
    discord: { rateLimits: false },
    env: { MEMBER_MAX_WAITING: '500', RELAY_CONCURRENCY: '500' },
  });
  const { discord, env } = fixture;
  let app = await fixture.start();
  const ann = discord.member('ann');
  const picture = await pictureFile();
  const { guild } = discord;

  /** What is decided, as if it had been so when the bot started. */
  async function decide({ server, bot, closes }: Rule): Promise<void> {
    const forAnn = (text: string) => text.replaceAll(ANN, ann.id);
    await app.stop();
    const store = await openStore({ url: env.STORE_URL ?? '', log: silentLog });
    await store.policies.changeServer(guild.id, () => ({
      ...openServer,
      everyone: noLimit,
      ...server,
      blocks: (server?.blocks ?? []).map((block) => ({ ...block, memberId: forAnn(block.memberId) })),
    }));
    await store.policies.changeBot(() => ({ ...openBot, ...bot, blocked: (bot?.blocked ?? []).map(forAnn) }));
    await store.close();
    discord.permit(guild, discord.applicationId, closes ? [{ id: guild.id, type: 1, permission: false }] : []);
    app = await fixture.start();
  }

  /** Things that no gesture has touched yet. */
  async function scene(): Promise<Scene> {
    const grid = await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
    const single = await finished(await (await ann.press(grid, { label: 'U2' })).message());
    const described = await finished(await (await ann.slash('describe', { image: picture })).message());
    const question = await (await ann.slash('imagine', { prompt: 'an {owl, elk}' })).message();
    const window = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
    return { ann, grid, single, described, question, window, picture };
  }

  return { ...fixture, decide, scene };
}

/** What ann reads: an answer of words, or the window that opens. */
async function answerTo(handle: Handle): Promise<Message | 'window'> {
  await handle.acknowledged();
  return handle.interaction.modal ? 'window' : handle.message();
}

test('each rule stops what it is for, whichever way it is asked for, says why, and stops nothing else', {
  timeout: 120_000,
}, async () => {
  const fixture = await createMatrixFixture();
  const { relay, decide, scene } = fixture;
  const scenes: Scene[] = [];
  const refused: (() => number)[] = [];
  for (const _ of rules) scenes.push(await scene());
  for (const [n, rule] of rules.entries()) {
    const here = scenes[n];
    if (!here) throw new Error('each rule has a scene');
    await decide(rule);
    for (const { name, traits, make } of gestures) {
      const what = `${name}, ${rule.name}`;
      const handle = await make(here);
      const answer = await answerTo(handle);
      const submitted = () => relay.submissions.filter(({ body }) => JSON.stringify(body).includes(handle.id)).length;
      if (rule.stops(traits)) refused.push(submitted);
      const text = answer === 'window' ? '' : textOf(answer);
      if (rule.stops(traits)) {
        expect(text, what).toContain(rule.says);
        expect(answer, what).toMatchObject({ ephemeral: true });
      } else {
        expect(text, what).not.toContain(rule.says);
      }
      const reachesRelay = !traits.includes('free') && !rule.stops(traits) && answer !== 'window';
      if (reachesRelay) {
        await vi.waitFor(() => expect(submitted(), what).toBeGreaterThan(0), 10_000);
      }
    }
  }
  expect(refused.filter((submitted) => submitted() > 0)).toEqual([]);
  expect(refused.length).toBeGreaterThan(200);
  expectClean(fixture);
});
