import { expect, vi } from 'vitest';
import { finished, labelsOf, says } from '../app/message-reading.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import { pictureFile } from './pictures.ts';

export type Interaction = Awaited<ReturnType<Actor['press']>>;

export type Face = 'grid' | 'single' | 'hd' | 'film' | 'clip' | 'describe' | 'shorten';

/** What a press leads to: a job at once, a modal first, the picker first, or an imagine of a text's line. */
export type Way = 'press' | 'zoom' | 'region' | 'pick' | 'again' | 'all' | 'told';

export type Row = {
  readonly face: Face;
  readonly label: string;
  /** As relays document the id; `u` stands for Midjourney's job id. */
  readonly customId: RegExp;
  readonly way: Way;
  /** Whether a usual gateway takes it. */
  readonly gateway: boolean;
};

const u = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const row = (face: Face, label: string, customId: string, way: Way = 'press', gateway = true): Row => ({
  face,
  label,
  customId: new RegExp(`^${customId.replaceAll('{u}', u)}$`),
  way,
  gateway,
});
const numbers = [1, 2, 3, 4];
export const keycap = (n: number) => `${n}\ufe0f\u20e3`;

/** Every row of the customId grammar that a relay hands out. */
export const rows: readonly Row[] = [
  ...numbers.map((n) => row('grid', `U${n}`, `MJ::JOB::upsample::${n}::{u}`)),
  ...numbers.map((n) => row('grid', `V${n}`, `MJ::JOB::variation::${n}::{u}`)),
  row('grid', '🔄', 'MJ::JOB::reroll::0::{u}::SOLO'),
  row('single', 'Upscale (Subtle)', 'MJ::JOB::upsample_v7_2x_subtle::1::{u}::SOLO'),
  row('single', 'Upscale (Creative)', 'MJ::JOB::upsample_v7_2x_creative::1::{u}::SOLO'),
  row('single', 'Vary (Subtle)', 'MJ::JOB::low_variation::1::{u}::SOLO'),
  row('single', 'Vary (Strong)', 'MJ::JOB::high_variation::1::{u}::SOLO'),
  row('single', 'Vary (Region)', 'MJ::Inpaint::1::{u}::SOLO', 'region'),
  row('single', 'Zoom Out 2x', 'MJ::Outpaint::50::1::{u}::SOLO'),
  row('single', 'Zoom Out 1.5x', 'MJ::Outpaint::75::1::{u}::SOLO'),
  row('single', 'Make Square', 'MJ::Outpaint::100::1::{u}::SOLO'),
  row('single', 'Custom Zoom', 'MJ::CustomZoom::{u}', 'zoom'),
  row('single', '⬅️', 'MJ::JOB::pan_left::1::{u}::SOLO'),
  row('single', '➡️', 'MJ::JOB::pan_right::1::{u}::SOLO'),
  row('single', '⬆️', 'MJ::JOB::pan_up::1::{u}::SOLO'),
  row('single', '⬇️', 'MJ::JOB::pan_down::1::{u}::SOLO'),
  row('single', 'Animate high', 'MJ::JOB::animate_high::1::{u}::SOLO', 'press', false),
  row('single', 'Animate low', 'MJ::JOB::animate_low::1::{u}::SOLO', 'press', false),
  row('single', '❤️', 'MJ::BOOKMARK::{u}', 'told', false),
  row('hd', 'Redo Upscale (Subtle)', 'MJ::JOB::upsample_v7_2x_subtle::1::{u}::SOLO'),
  row('hd', 'Redo Upscale (Creative)', 'MJ::JOB::upsample_v7_2x_creative::1::{u}::SOLO'),
  ...numbers.map((n) => row('film', `U${n}`, `MJ::JOB::video_virtual_upscale::${n}::{u}`, 'press', false)),
  row('clip', 'Extend (High motion)', 'MJ::JOB::animate_high_extend::1::{u}::SOLO', 'press', false),
  row('clip', 'Extend (Low motion)', 'MJ::JOB::animate_low_extend::1::{u}::SOLO', 'press', false),
  ...numbers.map((n) => row('describe', keycap(n), `MJ::Job::PicReader::${n}`, 'pick')),
  row('describe', '🔄', 'MJ::Picread::Retry', 'again'),
  row('describe', 'Imagine all', 'MJ::Job::PicReader::all', 'all'),
  ...[...numbers, 5].map((n) => row('shorten', keycap(n), `MJ::Job::PromptAnalyzer::${n}`, 'pick')),
];

/** What each way submits. */
export const endpoints: Readonly<Record<Way, readonly string[]>> = {
  press: ['action'],
  told: ['action'],
  zoom: ['action', 'modal'],
  region: ['action', 'modal'],
  pick: ['imagine'],
  again: ['describe'],
  all: ['imagine', 'imagine', 'imagine', 'imagine'],
};

export const PROMPT = 'a red fox in a wide winter forest at dawn --ar 3:2';

/** One message of every face that can be had here. `films`: whether there are any, and whether one can be picked. */
export async function facesOf(ann: Actor, films: 'none' | 'whole' | 'picked'): Promise<ReadonlyMap<Face, Message>> {
  const slash = async (name: string, options = {}) => finished(await (await ann.slash(name, options)).message());
  const press = async (message: Message, label: string) =>
    finished(await (await ann.press(message, { label })).message());
  const image = await pictureFile();
  const grid = await slash('imagine', { prompt: PROMPT });
  const single = await press(grid, 'U1');
  const shorten = await says(
    await (await ann.slash('shorten', { prompt: PROMPT.replace(/ --.*/, '') })).message(),
    'Shorten',
  );
  await vi.waitFor(() => expect(labelsOf(shorten)).toContain(keycap(5)), { timeout: 5000 });
  const faces: [Face, Message][] = [
    ['grid', grid],
    ['single', single],
    ['hd', await press(single, 'Upscale (Subtle)')],
    ['describe', await slash('describe', { image })],
    ['shorten', shorten],
  ];
  if (films === 'none') return new Map(faces);
  const film = await slash('video', { prompt: 'it moves', image });
  faces.push(['film', film]);
  if (films === 'picked') faces.push(['clip', await press(film, 'U1')]);
  return new Map(faces);
}

/** As `facesOf`, where single pictures have no buttons and there is nothing else. */
export async function plainFaces(ann: Actor): Promise<ReadonlyMap<Face, Message>> {
  const grid = await finished(await (await ann.slash('imagine', { prompt: PROMPT })).message());
  await finished(await (await ann.press(grid, { label: 'U1' })).message());
  const describe = await finished(await (await ann.slash('describe', { image: await pictureFile() })).message());
  return new Map([
    ['grid', grid],
    ['describe', describe],
  ]);
}

/** Presses a row's button, gives what it asks for, and returns the interaction that makes something of it. */
export async function carryOut(
  { label, way }: Pick<Row, 'label' | 'way'>,
  on: Message,
  ann: Actor,
): Promise<Interaction> {
  const pressed = await ann.press(on, { label });
  switch (way) {
    case 'zoom':
    case 'pick':
      return ann.submit(await pressed.modal(), {});
    case 'region': {
      const picker = await pressed.message();
      const before = picker.attachments[0]?.id;
      await ann.press(picker, { label: 'Centre' });
      await vi.waitFor(() => expect(picker.attachments[0]?.id).not.toBe(before), { timeout: 10_000 });
      return ann.submit(await (await ann.press(picker, { label: 'Continue' })).modal(), {});
    }
    default:
      return pressed;
  }
}

export function idOf(message: Message, label: string): string {
  const found = message.components
    .flatMap(({ components }) => components)
    .find((one) => one.type === 2 && (one.label === label || (!one.label && one.emoji?.name === label)));
  return found?.custom_id ?? '';
}

/** An id of a row as relays hand it out, of a picture that nobody here made. */
export function idLike({ source }: RegExp): string {
  return source.slice(1, -1).replace(u, '3425cf92-031e-42ce-a8b8-61a89d492f1c');
}
