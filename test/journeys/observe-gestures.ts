import { expect, vi } from 'vitest';
import { type ActionClass, classify } from '../../src/domain/buttons/action.ts';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, labelsOf, linkTo, says, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import type { OptionValues } from '../emulator/discord/options.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import { freePort } from '../emulator/free-port.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { carryOut, facesOf, type Interaction, idLike, keycap, PROMPT, rows } from './button-table.ts';
import { pictureFile } from './pictures.ts';
import { fieldsOf, offered } from './results.ts';

/** What became of one gesture: `yes`, `no`, or how else one gets there. */
export type Observed = Readonly<Record<string, string>>;

/** The families of Midjourney's buttons, as the README names them. */
export const families: Readonly<Record<string, readonly ActionClass[]>> = {
  'U1–U4': ['upscale'],
  'V1–V4': ['variation'],
  '🔄 again': ['reroll'],
  'Upscale (Subtle, Creative)': ['upscaleHd'],
  'Vary (Subtle, Strong)': ['varySubtle', 'varyStrong'],
  'Vary (Region)': ['varyRegion'],
  'Zoom Out': ['zoom'],
  'Custom Zoom': ['zoomCustom'],
  'Make Square': ['makeSquare'],
  'the four arrows': ['pan'],
  Animate: ['animate'],
  'U1–U4 under films': ['videoPick'],
  Extend: ['animateExtend'],
  '❤️ favourite': ['bookmark'],
  '1–4 under `/describe`': ['describePick'],
  '🔄 under `/describe`': ['describeRetry'],
  'Imagine all under `/describe`': ['describeAll'],
  '1–5 under `/shorten`': ['shortenPick'],
};

/** How quickly a gesture is answered is not looked at here, and this process has to play everybody at once. */
const deadlineMs = 15_000;

const member = { MEMBER_MAX_WAITING: '60', RELAY_CONCURRENCY: '20' };
const yesNo = (good: boolean) => (good ? 'yes' : 'no');

/** Makes one gesture of every family on a relay, and tells which came to something. */
export async function observe(relay: RelayOptions): Promise<Observed> {
  const port = String(await freePort());
  const env = { ...member, PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
  const fixture = await createFixture({ discord: { deadlineMs }, relay: { pictureSize: 64, ...relay }, env });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const stopped = callingOff(relay);
  const observed = {
    ...(await commandsOn(fixture, ann)),
    ...(await buttonsOn(fixture, ann, relay)),
    'callbacks, if set up': yesNo(fixture.relay.callbacks.some(({ status }) => status === 204)),
    'calling off what runs, in `/jobs`': await stopped,
  };
  expectClean(fixture);
  return observed;
}

async function commandsOn(fixture: Fixture, ann: Actor): Promise<Observed> {
  const [image, image1, image2] = [await pictureFile(), await pictureFile(), await pictureFile('b.png', 'blue')];
  const came = async (name: string, options: OptionValues, shows = pictured) =>
    yesNo(shows(await ended(fixture, await ann.slash(name, options))));
  const imagine = await ended(fixture, await ann.slash('imagine', { prompt: PROMPT }));
  const foreign = await elsewhere(fixture);
  const info = await (await ann.press(imagine, { label: 'ℹ️' })).message();
  const films = await ended(fixture, await ann.slash('video', { prompt: 'it moves', image }));
  const seed = () => fieldsOf(info).Seed ?? 'none';
  await vi.waitFor(() => expect(seed()).not.toContain('asking'), { timeout: 15_000 });
  const [blend, describe, shorten, extend, edit, show] = await Promise.all([
    came('blend', { image1, image2 }),
    came('describe', { image }, (message) => labelsOf(message).includes(keycap(4))),
    came('shorten', { prompt: 'a red fox in a forest' }, (message) => labelsOf(message).includes(keycap(5))),
    came('video', { prompt: 'it sleeps', extend: linkTo(films) }),
    came('edit', { prompt: 'in snow', image }),
    foreign === null ? 'no' : came('show', { task: foreign }),
  ]);
  return {
    '`/imagine`': yesNo(pictured(imagine)),
    '`/blend`': blend,
    '`/describe`': describe,
    '`/shorten`': shorten,
    '`/video`': yesNo(pictured(films)),
    '`/video` with `extend`': extend,
    '`/edit`': edit,
    '`/show` of a picture made elsewhere': show,
    'the seed in `/info`': yesNo(/^`\d+`$/.test(seed())),
  };
}

async function buttonsOn(fixture: Fixture, ann: Actor, relay: RelayOptions): Promise<Observed> {
  const usual = relay.profile === 'gateway' && !relay.lenient;
  const faces = relay.profile === 'synchronous' ? new Map() : await facesOf(ann, !usual);

  async function one(kind: ActionClass): Promise<string> {
    const button = rows.findLast(({ customId }) => classify(idLike(customId)).class === kind);
    if (!button) throw new Error(`no relay hands out a ${kind}`);
    const good = kind === 'bookmark' ? favoured : pictured;
    const on = faces.get(button.face);
    if (on) return yesNo(good(await ended(fixture, await carryOut(button, on, ann))));
    const given = { task_id: '1732370000000001', custom_id: idLike(button.customId) };
    return good(await ended(fixture, await ann.slash('action', given))) ? 'by `/action`' : 'no';
  }

  const asked = Object.entries(families).map(async ([name, kinds]) => {
    const seen = await Promise.all(kinds.map(one));
    return [name, [...new Set(seen)].join(' / ')] as const;
  });
  const observed = Object.fromEntries(await Promise.all(asked));
  await (await ann.slash('remix', { on: true })).message();
  const grid = faces.get('grid');
  return { ...observed, 'a new prompt with V1–V4 (Remix)': yesNo(grid ? await remixed(fixture, ann, grid) : false) };
}

async function remixed(fixture: Fixture, ann: Actor, grid: Message): Promise<boolean> {
  const modal = await (await ann.press(grid, { label: 'V2' })).modal();
  const message = await ended(fixture, await ann.submit(modal, { 'prompt::0::glue': 'a blue fox' }));
  const [sent] = fixture.relay.submissions.slice(-1);
  return pictured(message) && JSON.stringify(sent?.body).includes('a blue fox');
}

/** On a relay of its own, where nothing ends by itself. */
async function callingOff(relay: RelayOptions): Promise<string> {
  const fixture = await createFixture({ relay: { ...relay, manual: true } });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const { id } = await ann.slash('imagine', { prompt: 'a fox' });
  const reached = relay.profile === 'synchronous' ? 'submitting' : 'following';
  await vi.waitFor(() => expect(records(fixture).job(id)).toMatchObject({ step: reached }), { timeout: 15_000 });
  const list = await (await ann.slash('jobs')).message();
  const [label] = offered(list).map((select) => select.label);
  if (label === undefined) return 'no';
  await ann.choose(list, { label }, [id]);
  await says(list, /Midjourney stopped it|cannot stop|Too late/);
  if (textOf(list).includes('cannot stop')) return 'stops watching it';
  return yesNo(textOf(list).includes('Midjourney stopped it'));
}

/** Waits for whatever comes of an interaction, good or bad. */
async function ended(fixture: Fixture, made: Interaction): Promise<Message> {
  const message = await made.message();
  const over = () =>
    pictured(message) ||
    records(fixture).job(made.id)?.step === 'settled' ||
    /does not offer|did not answer|I know no film/.test(textOf(message));
  await vi.waitFor(() => expect([textOf(message), over()]).toEqual([expect.anything(), true]), { timeout: 15_000 });
  return message;
}

const pictured = ({ attachments }: Message) => attachments.length > 0;
const favoured = (message: Message) => textOf(message).includes('among the favourites');

/** A picture that someone else made with the same relay; null where the relay tells nobody of it. */
async function elsewhere({ relay }: Fixture): Promise<string | null> {
  const before = new Set(relay.tasks.keys());
  const headers = { authorization: `Bearer ${relay.key}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ prompt: 'an owl', base64Array: [], botType: 'MID_JOURNEY', state: '', notifyHook: '' });
  await fetch(`${relay.url}/mj/submit/imagine`, { method: 'POST', headers, body });
  const id = [...relay.tasks.keys()].find((task) => !before.has(task)) ?? '';
  await relay.waitUntil(() => relay.tasks.get(id)?.status === 'SUCCESS');
  return (await fetch(`${relay.url}/mj/task/${id}/fetch`, { headers })).ok ? id : null;
}
