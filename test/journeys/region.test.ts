import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { createFixture, type Fixture, type FixtureOptions } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';

const raw: FixtureOptions = { relay: { profile: 'raw' } };

/** A finished single picture, and the picker that its Vary (Region) opens. */
async function opened(fixture: Fixture, ann: Actor, prompt = 'a red fox --ar 3:2'): Promise<[Message, Message]> {
  const grid = await finished(await (await ann.slash('imagine', { prompt })).message());
  const single = await finished(await (await ann.press(grid, { label: 'U2' })).message());
  const picker = await (await ann.press(single, { label: 'Vary (Region)' })).message();
  await vi.waitFor(() => expect(picker.attachments).toHaveLength(1), 10_000);
  expect(fixture.relay.submissions).toHaveLength(2);
  return [single, picker];
}

/** Presses a part of the picker and waits for its new preview. */
async function choose(ann: Actor, picker: Message, label: string): Promise<void> {
  const before = picker.attachments[0]?.id;
  await ann.press(picker, { label });
  await vi.waitFor(() => expect(picker.attachments[0]?.id).not.toBe(before), { timeout: 5000 });
}

/** Continues with a prompt; the message of the job that comes of it. */
async function go(ann: Actor, picker: Message, prompt: string): Promise<Message> {
  const modal = await (await ann.press(picker, { label: 'Continue' })).modal();
  expect(JSON.stringify(modal.components)).toContain('a red fox');
  return (await ann.submit(modal, { 'prompt::0::glue': prompt })).message();
}

/** The mask that the relay was sent last. */
async function sentMask({ relay }: Fixture) {
  const { body, endpoint } = relay.submissions.at(-1) ?? {};
  expect(endpoint).toBe('modal');
  const url = typeof body === 'object' && body && 'maskBase64' in body ? String(body.maskBase64) : '';
  expect(url).toMatch(/^data:image\/png;base64,/);
  const image = sharp(Buffer.from(url.slice('data:image/png;base64,'.length), 'base64'));
  expect(await image.metadata()).toMatchObject({ format: 'png', channels: 1 });
  const { data, info } = await image.extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, at: (x: number, y: number) => data[y * info.width + x] };
}

async function pictureSize({ relay }: Fixture): Promise<{ width?: number; height?: number }> {
  const taskId = relay.submissions[1]?.taskId ?? '';
  const { width, height } = await sharp((await relay.picture(taskId)).data).metadata();
  return { width, height };
}

test.each(['raw', 'gateway'] as const)(
  'a part is chosen by areas and cells and painted anew through a %s relay',
  async (profile) => {
    const fixture = await createFixture({ relay: { profile } });
    await fixture.start();
    const ann = fixture.discord.member('ann');
    const [single, picker] = await opened(fixture, ann);
    expect(picker.ephemeral).toBe(true);
    expect(textOf(picker)).toContain('Nothing is chosen yet.');
    expect(picker.attachments[0]?.description).toBe('The picture under a grid. Chosen: nothing');
    expect(labelsOf(picker).filter(Boolean)).toEqual([
      'Left half',
      'Right half',
      'Top half',
      'Bottom half',
      'Centre',
      'Edges',
      'The rest instead',
      'Clear',
      'Paint it myself',
      'Continue',
    ]);
    await expect(ann.press(picker, { label: 'Continue' })).rejects.toThrow('disabled');

    await choose(ann, picker, 'Left half');
    await says(picker, '50% of the picture');
    await choose(ann, picker, 'Top half');
    await says(picker, '75% of the picture');
    const menu = picker.components[0]?.components[0];
    if (menu?.type !== 3) throw new Error('no menu');
    expect(menu.options.filter((option) => option.default).map(({ label }) => label)).toHaveLength(18);
    await ann.choose(picker, { label: menu.placeholder ?? '' }, ['0', '23']);
    await says(picker, 'A1, F4');

    const result = await finished(await go(ann, picker, 'a red fox in the snow'));
    expect(result.ephemeral).toBe(false);
    expect(textOf(result)).toContain('a red fox in the snow');
    expect(textOf(result)).toContain('Vary (Region)');
    expect(textOf(result)).toContain(single.id);
    const mask = await sentMask(fixture);
    expect({ width: mask.width, height: mask.height }).toEqual(await pictureSize(fixture));
    for (let y = 0; y < mask.height; y += 1) {
      for (let x = 0; x < mask.width; x += 1) {
        const column = Array.from({ length: 6 }, (_, n) => Math.round(((n + 1) * mask.width) / 6)).filter(
          (end) => end <= x,
        ).length;
        const row = Array.from({ length: 4 }, (_, n) => Math.round(((n + 1) * mask.height) / 4)).filter(
          (end) => end <= y,
        ).length;
        const white = (column === 0 && row === 0) || (column === 5 && row === 3);
        if (mask.at(x, y) !== (white ? 255 : 0)) throw new Error(`pixel ${x},${y} is ${mask.at(x, y)}`);
      }
    }
    expect(fixture.relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action', 'action', 'modal']);
    expect(fixture.relay.submissions.at(-1)?.body).toMatchObject({ prompt: 'a red fox in the snow' });
    expect(fixture.relay.submissions.filter(({ billed }) => billed)).toHaveLength(3);
    expectClean(fixture);
  },
);

test('a painted copy becomes the mask, and what is no copy is refused before anything is paid', async () => {
  const fixture = await createFixture({ ...raw, relay: { ...raw.relay, pictureSize: 256 } });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const [single, picker] = await opened(fixture, ann);
  expect(JSON.stringify([single, picker])).not.toContain(new URL(fixture.relay.url).host);
  const file = single.attachments[0];
  if (!file) throw new Error('no picture');
  const picture = new Uint8Array(await (await fetch(file.url)).arrayBuffer());
  const { width = 0, height = 0 } = await sharp(picture).metadata();
  const stroke = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" shape-rendering="crispEdges"><rect x="20" y="30" width="80" height="60" fill="#f0f"/></svg>`,
  );
  const painted = new Uint8Array(
    await sharp(picture)
      .composite([{ input: stroke }])
      .png()
      .toBuffer(),
  );

  const upload = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
    const modal = await (await ann.press(picker, { label: 'Paint it myself' })).modal();
    return ann.submit(modal, { painted: [{ name, bytes, type: 'image/png' }] });
  };
  const before = picker.attachments[0]?.id;
  const told = () => fixture.discord.messages().at(-1);
  await upload('same.png', picture);
  await vi.waitFor(() => expect(told()?.content).toContain('no difference'), 10_000);
  const other = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  await upload('other.png', new Uint8Array(other));
  await vi.waitFor(() => expect(told()?.content).toContain('painted copy of this picture'), 10_000);
  await upload('words.png', new Uint8Array(Buffer.from('not a picture at all')));
  await vi.waitFor(() => expect(told()?.content).toContain('not a picture I can read'), 10_000);
  expect(picker.attachments[0]?.id).toBe(before);
  expect(fixture.relay.submissions).toHaveLength(2);

  await upload('painted.png', painted);
  await says(picker, 'What you painted over');
  await choose(ann, picker, 'Centre');
  expect(textOf(picker)).not.toContain('painted over');
  await upload('painted.png', painted);
  await says(picker, 'What you painted over');
  expect(picker.embeds[0]?.image?.description).toMatch(/^The picture, with what you painted over made visible: \d+%/);
  const result = await finished(await go(ann, picker, 'a red fox with a hat'));
  expect(textOf(result)).toContain('a red fox with a hat');
  const mask = await sentMask(fixture);
  const white = mask.data.filter((value) => value === 255).length;
  expect([mask.width, mask.height, white]).toEqual([width, height, 80 * 60]);
  expect([mask.at(19, 30), mask.at(20, 30), mask.at(99, 89), mask.at(100, 89)]).toEqual([0, 255, 255, 0]);
  expectClean(fixture);
});

test('the choice survives a restart of the bot between any two clicks', async () => {
  const fixture = await createFixture(raw);
  const restart = async () => {
    await Promise.all([...fixture.apps].map((app) => app.stop()));
    fixture.apps.clear();
    await fixture.start();
  };
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const [, picker] = await opened(fixture, ann, 'a red fox');
  await restart();
  await choose(ann, picker, 'Centre');
  await restart();
  await choose(ann, picker, 'The rest instead');
  const modal = await (await ann.press(picker, { label: 'Continue' })).modal();
  await restart();
  await finished(await (await ann.submit(modal, { 'prompt::0::glue': 'a red fox, framed' })).message());
  const mask = await sentMask(fixture);
  expect(mask.data.filter((value) => value === 255).length / mask.data.length).toBeCloseTo(12 / 16, 2);
  expect(mask.at(mask.width / 2, mask.height / 2)).toBe(0);
  expectClean(fixture);
});

test('a picture that its relay has lost is taken from the message, and one that is nowhere is told', async () => {
  const fixture = await createFixture(raw);
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const [single] = await opened(fixture, ann, 'a red fox');
  const taskId = fixture.relay.submissions[1]?.taskId ?? '';
  const task = fixture.relay.tasks.get(taskId);
  if (!task) throw new Error('no task');
  const pictures = task.pictures;
  task.pictures = [];
  await Promise.all([...fixture.apps].map((app) => app.stop()));
  fixture.apps.clear();
  await fixture.start();
  const picker = await (await ann.press(single, { label: 'Vary (Region)' })).message();
  await vi.waitFor(() => expect(picker.attachments).toHaveLength(1), 10_000);
  await choose(ann, picker, 'Left half');
  task.pictures = pictures;
  await finished(await go(ann, picker, 'a red fox and a hare'));
  expect((await sentMask(fixture)).at(1, 1)).toBe(255);
  expectClean(fixture);
});

test('what comes of a picture that only its requester sees is shown only to them', async () => {
  const fixture = await createFixture(raw);
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox', private: true })).message());
  const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  const picker = await (await ann.press(single, { label: 'Vary (Region)' })).message();
  await choose(ann, picker, 'Edges');
  const result = await finished(await go(ann, picker, 'a red fox'));
  expect(result.ephemeral).toBe(true);
  expectClean(fixture);
});
