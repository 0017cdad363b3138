import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, textOf } from '../app/message-reading.ts';
import type { OptionValues } from '../emulator/discord/options.ts';
import { pictureFile, textFile } from './pictures.ts';

async function imagine(options: OptionValues) {
  const fixture = await createFixture();
  await fixture.start();
  const ann = fixture.discord.member('ann');
  return { ...fixture, ann, message: await (await ann.slash('imagine', options)).message() };
}

const Body = z.object({
  prompt: z.string(),
  base64Array: z.array(z.string()).optional(),
  botType: z.string().optional(),
});
const bodyOf = ({ relay }: Pick<Fixture, 'relay'>) => Body.parse(relay.submissions[0]?.body);

/** A prompt, options, and what the member reads. */
const mistakes: readonly (readonly [string, OptionValues, readonly string[]])[] = [
  ['a fox --aspct 3:2', {}, ['--aspct', '--aspect']],
  ['a fox --ar 3x2', {}, ['--ar', '16:9', '3x2']],
  ['a fox —ar 3:2', { aspect: '1:1' }, ['--ar 3:2', '--ar 1:1']],
  ['a fox --v 7 --niji 6', {}, ['--v 7', '--niji 6']],
  ['a fox --s 5000', {}, ['--s', 'from 0 to 1000']],
  ['a fox --fast --relax --s `x`', {}, ['--fast', '--relax', 'ˋxˋ']],
  ['a fox', { sref: 'my cat!' }, ['--sref', 'style codes']],
  ['a fox --oref https://x.test/1.png', { model: '8.2' }, ['--oref', 'Midjourney 8.2', '--v 7']],
  ['a fox --q 4', {}, ['--q', 'Midjourney 8.2, which draws this', '--v 7']],
  ['a fox --q .5', { model: '7' }, ['--q', 'with Midjourney 7', '.5']],
  ['fox::2 snow::1', {}, ['::', '--v 7']],
  ['a fox --motion high', {}, ['--motion', '/video']],
  ['a fox--ar 16:9', {}, ['space', '--ar']],
  ['a fox', { more: 'a lot' }, ['--a']],
  ['a {red fox', {}, ['brace']],
  ['--ar 3:2', {}, ['Write what you want']],
];

describe('/imagine', () => {
  test('hands every option over as a flag, and the pictures', async () => {
    const image = await pictureFile();
    const fixture = await imagine({
      prompt: 'a red fox',
      image,
      image2: image,
      image3: image,
      aspect: '3:2',
      model: '7',
      stylize: 250,
      chaos: 10,
      weird: 500,
      seed: 42,
      no: 'rain, fog',
      quality: '2',
      tile: true,
      raw: true,
      draft: true,
      iw: 1.5,
      sw: 200,
      sref: 'https://pictures.test/style.png 123',
      oref: 'https://pictures.test/ann.png',
      more: 'ow 400, sv 6, exp 5',
      personalize: 'yes',
      speed: 'relax',
    });
    await finished(fixture.message);
    const { prompt, base64Array } = bodyOf(fixture);
    expect(prompt).toBe(
      'a red fox --v 7 --raw --draft --tile --relax --ar 3:2 --s 250 --c 10 --w 500 --seed 42 --q 2 --iw 1.5' +
        ' --sref https://pictures.test/style.png 123 --sw 200 --oref https://pictures.test/ann.png --no rain, fog --p' +
        ' --ow 400 --sv 6 --exp 5',
    );
    expect(base64Array?.map((data) => data.slice(0, 22))).toEqual(Array(3).fill('data:image/png;base64,'));
    expectClean(fixture);
  });

  test('asks Niji when the model is one of its own', async () => {
    const fixture = await imagine({ prompt: 'a red fox', model: 'niji 7' });
    await finished(fixture.message);
    expect(bodyOf(fixture)).toMatchObject({ prompt: 'a red fox --niji 7', botType: 'NIJI_JOURNEY' });
    expectClean(fixture);
  });

  test('says what is wrong with a prompt or an option before it costs anything', async () => {
    const fixture = await createFixture();
    await fixture.start();
    const ann = fixture.discord.member('ann');
    for (const [prompt, options, told] of mistakes) {
      const message = await (await ann.slash('imagine', { prompt, ...options })).message();
      expect([prompt, message.ephemeral]).toEqual([prompt, true]);
      for (const part of told) expect(textOf(message)).toContain(part);
      expect(textOf(message)).toMatch(/Nothing was (started and nothing was )?charged|Write what/);
    }
    expect(fixture.relay.submissions).toEqual([]);
    expectClean(fixture);
  });

  test('refuses a file that is no picture', async () => {
    const fixture = await imagine({ prompt: 'a fox', image: await pictureFile(), image2: textFile() });
    expect([fixture.message.ephemeral, textOf(fixture.message)]).toEqual([
      true,
      expect.stringMatching(/notes\.pdf[\s\S]*a fox/),
    ]);
    expect(fixture.relay.submissions).toEqual([]);
    expectClean(fixture);
  });
});
