import { expect, vi } from 'vitest';
import { type ActionClass, classify } from '../../src/domain/buttons/action.ts';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, labelsOf, linkTo, placeOfEnd, says, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import type { OptionValues } from '../emulator/discord/options.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import { freePort } from '../emulator/free-port.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import type { OnTestFinished } from '../test-end.ts';
import {
  carryOut,
  endpoints,
  type Face,
  facesOf,
  type Interaction,
  idLike,
  idOf,
  keycap,
  PROMPT,
  plainFaces,
  type Row,
  rows,
} from './button-table.ts';
import { pictureFile } from './pictures.ts';
import { fieldsOf, offered } from './results.ts';

/** What became of one gesture: `yes`, `no`, or how else one gets there. */
export type Observed = Readonly<Record<string, string>>;

/** The families of Midjourney's buttons, as docs/relays.md names them. */
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

const member = { MEMBER_MAX_WAITING: '60', RELAY_CONCURRENCY: '20' };
/** How a relay is sent its key. */
const authOf = ({ profile }: RelayOptions) => ({
  RELAY_AUTH: profile === 'original' || profile === 'one-hub' ? 'mj-api-secret' : 'bearer',
});
const yesNo = (good: boolean) => (good ? 'yes' : 'no');

/** A button of the table, what it came to, and what the relay was sent for it. */
export type Press = {
  readonly row: Row;
  /** Its id on the message; null where no message had it and `/action` was given one. */
  readonly shownId: string | null;
  /** Whether it came to what it says. */
  readonly good: boolean;
  readonly text: string;
  readonly labels: readonly string[];
  readonly endpoints: readonly string[];
  readonly billed: boolean;
};

export type Observation = {
  readonly gestures: Observed;
  /** Buttons that lead to the messages of others are not pressed twice, and so not listed. */
  readonly presses: readonly Press[];
  /** The buttons of a single picture that was made after all of them were pressed. */
  readonly labelsAfterwards: readonly string[];
};

/** Presses every button there is on a relay, makes one of every other gesture, and tells what came of them. */
export async function observe(relay: RelayOptions, onEnd: OnTestFinished): Promise<Observation> {
  const port = String(await freePort());
  const env = { ...member, ...authOf(relay), PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
  const fixture = await createFixture({ relay, env, onTestFinished: onEnd });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const stopped = callingOff(relay, onEnd);
  const commands = await commandsOn(fixture, ann);
  const faces = await facesOn(relay, ann);
  const presses = await pressesOn(fixture, ann, faces);
  const again = await ended(fixture, await ann.slash('imagine', { prompt: PROMPT }));
  const single = faces.size > 0 ? await ended(fixture, await ann.press(again, { label: 'U1' })) : again;
  const observation = {
    gestures: {
      ...commands,
      ...familiesOf(presses),
      'a new prompt with V1–V4 (Remix)': yesNo(faces.size > 0 && (await remixed(fixture, ann, again))),
      'callbacks, if set up': yesNo(fixture.relay.callbacks.some(({ status }) => status === 204)),
      'calling off what runs, in `/jobs`': await stopped,
    },
    presses,
    labelsAfterwards: labelsOf(single),
  };
  expectClean(fixture);
  return observation;
}

function facesOn({ profile, lenient }: RelayOptions, ann: Actor): Promise<ReadonlyMap<Face, Message>> {
  if (profile === 'synchronous') return Promise.resolve(new Map());
  if (profile === 'original') return plainFaces(ann);
  const films = profile === 'one-hub' ? 'none' : profile === 'gateway' && lenient !== true ? 'whole' : 'picked';
  return facesOf(ann, films);
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

/** These were pressed to get the faces; pressed once more they would point there. */
const toFaces: ReadonlySet<string> = new Set(['grid U1', 'single Upscale (Subtle)', 'film U1']);

async function pressesOn(fixture: Fixture, ann: Actor, faces: ReadonlyMap<Face, Message>): Promise<Press[]> {
  const presses: Press[] = [];
  const ids = new Set<string>();
  /** Of what a relay refuses by `/action`, one button of a kind stands for all. */
  const refused = new Set<ActionClass>();
  for (const one of rows) {
    const face = faces.get(one.face);
    const on = face && idOf(face, one.label) !== '' ? face : undefined;
    const led = toFaces.has(`${one.face} ${one.label}`) && (one.face !== 'film' || faces.has('clip'));
    const given = { task_id: '1732370000000001', custom_id: idLike(one.customId) };
    const { class: kind } = classify(given.custom_id);
    if (on ? led : ids.has(given.custom_id) || refused.has(kind)) continue;
    const from = fixture.relay.submissions.length;
    const message = await ended(fixture, on ? await carryOut(one, on, ann) : await ann.slash('action', given));
    if (!on) ids.add(given.custom_id);
    const good = one.way === 'told' ? favoured(message) : pictured(message);
    const sent = () => fixture.relay.submissions.slice(from);
    if (!on && !good) refused.add(kind);
    // The further jobs of one press are submitted after its first.
    if (on && good)
      await vi.waitFor(() => expect(sent().length).toBeGreaterThanOrEqual(endpoints[one.way].length), 10_000);
    presses.push({
      row: one,
      shownId: on ? idOf(on, one.label) : null,
      good,
      text: textOf(message),
      labels: labelsOf(message),
      endpoints: sent().map(({ endpoint }) => endpoint),
      billed: sent().some(({ billed }) => billed),
    });
  }
  return presses;
}

/** Of each family what its kinds came to, the last button of a kind standing for it. */
function familiesOf(presses: readonly Press[]): Observed {
  const one = (kind: ActionClass) => {
    const press = presses.findLast(({ row }) => classify(idLike(row.customId)).class === kind);
    if (!press) throw new Error(`no relay hands out a ${kind}`);
    return press.shownId === null && press.good ? 'by `/action`' : yesNo(press.good);
  };
  const named = Object.entries(families).map(([name, kinds]) => [name, [...new Set(kinds.map(one))].join(' / ')]);
  return Object.fromEntries(named);
}

async function remixed(fixture: Fixture, ann: Actor, grid: Message): Promise<boolean> {
  await (await ann.slash('remix', { on: true })).message();
  const pressed = await ann.press(grid, { label: 'V2' });
  const modal = await pressed.modal().catch(() => null);
  if (!modal) {
    await ended(fixture, pressed);
    return false;
  }
  const message = await ended(fixture, await ann.submit(modal, { 'prompt::0::glue': 'a blue fox' }));
  const [sent] = fixture.relay.submissions.slice(-1);
  return pictured(message) && JSON.stringify(sent?.body).includes('a blue fox');
}

/** On a relay of its own, where nothing ends by itself. */
async function callingOff(relay: RelayOptions, onEnd: OnTestFinished): Promise<string> {
  const fixture = await createFixture({ relay: { ...relay, manual: true }, env: authOf(relay), onTestFinished: onEnd });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const { id } = await ann.slash('imagine', { prompt: 'a fox' });
  const reached = relay.profile === 'synchronous' ? 'submitting' : 'following';
  await vi.waitFor(() => expect(records(fixture).job(id)).toMatchObject({ step: reached }), { timeout: 15_000 });
  const list = await (await ann.slash('jobs')).message();
  const [label] = offered(list).map((select) => select.label);
  if (label === undefined) return 'no';
  await ann.choose(list, { label }, [id]);
  await says(list, /Midjourney stopped it|cannot be stopped|Too late/);
  if (textOf(list).includes('cannot be stopped')) return 'stops watching it';
  return yesNo(textOf(list).includes('Midjourney stopped it'));
}

/** Waits for whatever comes of an interaction, good or bad. */
async function ended(fixture: Fixture, made: Interaction): Promise<Message> {
  const message = await made.message();
  const told = () => /does not offer|did not answer|I know of no film/.test(textOf(message));
  // What is shown can be named once it is written down. The jobs of a group have other ids than their gesture.
  const over = () => {
    const job = records(fixture).job(made.id);
    return told() || (job ? job.step === 'settled' : pictured(message));
  };
  await vi.waitFor(() => expect([textOf(message), over()]).toEqual([expect.anything(), true]), { timeout: 15_000 });
  return placeOfEnd(message);
}

const pictured = ({ attachments }: Message) => attachments.length > 0;
const favoured = (message: Message) => textOf(message).includes('among the favourites');

/** A picture that someone else made with the same relay; null where the relay tells nobody of it. */
async function elsewhere({ relay }: Fixture): Promise<string | null> {
  const before = new Set(relay.tasks.keys());
  const key = { authorization: `Bearer ${relay.key}`, 'mj-api-secret': relay.key };
  const headers = { ...key, 'content-type': 'application/json' };
  const body = JSON.stringify({ prompt: 'an owl', base64Array: [], botType: 'MID_JOURNEY', state: '', notifyHook: '' });
  await fetch(`${relay.url}/mj/submit/imagine`, { method: 'POST', headers, body });
  const id = [...relay.tasks.keys()].find((task) => !before.has(task)) ?? '';
  await relay.waitUntil(() => relay.tasks.get(id)?.status === 'SUCCESS');
  return (await fetch(`${relay.url}/mj/task/${id}/fetch`, { headers })).ok ? id : null;
}
