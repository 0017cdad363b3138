import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postButtons, unicodeEmoji } from '../../../src/discord/render/buttons.ts';
import { en } from '../../../src/text/en/index.ts';
import { zh } from '../../../src/text/zh/index.ts';
import { gridButtons, relayButton, soloButtons, uuid } from './samples.ts';

const ours = (count: number) =>
  Array.from(
    { length: count },
    (_, n) => ({ type: 2, style: 2, custom_id: `own::${n + 1}`, label: `ours ${n + 1}` }) as const,
  );
const layout = (
  buttons: Parameters<typeof postButtons>[0],
  own: Parameters<typeof postButtons>[2] = [],
  naming: Parameters<typeof postButtons>[1] = en.gestures,
) =>
  postButtons(buttons, naming, own).rows.map((row) =>
    row.components.map((button) => ('label' in button && button.label) || ('emoji' in button && button.emoji?.name)),
  );

describe("the relay's buttons", () => {
  it('of a grid stand as in Midjourney', () => {
    expect(layout(gridButtons)).toEqual([
      ['U1', 'U2', 'U3', 'U4', '🔄'],
      ['V1', 'V2', 'V3', 'V4'],
    ]);
  });

  const solo = [
    ['Upscale (Subtle)', 'Upscale (Creative)'],
    ['Vary (Subtle)', 'Vary (Strong)', 'Vary (Region)'],
    ['Zoom Out 2x', 'Zoom Out 1.5x', 'Custom Zoom'],
    ['⬅️', '⬆️', '⬇️', '➡️', '❤️'],
  ];
  const square = relayButton(`MJ::Outpaint::100::1::${uuid}::SOLO`, 'Make Square', '↔️');

  it('of a single picture stand in rows of one kind each, ours in the last, with short names where five share a row', () => {
    expect(layout([...soloButtons, square], ours(3))).toEqual([
      ...solo.slice(0, 2),
      [...(solo[2] ?? []), 'Make Square'],
      solo[3],
      ['Animate high', 'Animate low', 'ours 1', 'ours 2', 'ours 3'],
    ]);
    expect(layout(soloButtons, ours(3), zh.gestures).at(-1)?.slice(0, 2)).toEqual(['视频·大动态', '视频·小动态']);
  });

  it('of a single picture make room for one more of ours in the shortest rows', () => {
    expect(layout([...soloButtons, square], ours(4))).toEqual([
      [...(solo[0] ?? []), 'Animate (High motion)', 'Animate (Low motion)'],
      solo[1],
      [...(solo[2] ?? []), 'Make Square'],
      solo[3],
      ['ours 1', 'ours 2', 'ours 3', 'ours 4'],
    ]);
  });

  it('of a film have ♥ beside ours', () => {
    const extend = (motion: string) =>
      relayButton(`MJ::JOB::animate_${motion}_extend::1::${uuid}::SOLO`, `Extend (${motion} motion)`, '🎞️');
    expect(layout([extend('high'), extend('low'), relayButton(`MJ::BOOKMARK::${uuid}`, '', '❤️')], ours(3))).toEqual([
      ['Extend (high motion)', 'Extend (low motion)'],
      ['❤️', 'ours 1', 'ours 2', 'ours 3'],
    ]);
  });

  it('are posted under the very ids the relay gave them', () => {
    const { rows, buttons } = postButtons(gridButtons);
    expect(buttons).toEqual(gridButtons.map((button) => ({ ...button, id: button.customId })));
    expect(rows[0]?.components[0]).toEqual({
      type: 2,
      custom_id: `MJ::JOB::upsample::1::${uuid}`,
      style: 2,
      label: 'U1',
    });
  });

  it('get a short id when their own is too long, not ours to post, or looks like one of ours', () => {
    const long = `MJ::JOB::${'x'.repeat(100)}`;
    const { buttons } = postButtons([
      relayButton(long, 'Long'),
      relayButton('retry::1', 'Ours'),
      relayButton('MJ::~0', 'Short'),
      relayButton('MJ::JOB::a b', 'Space'),
    ]);
    expect(buttons.map(({ id, customId }) => [id, customId])).toEqual([
      ['MJ::~0', long],
      ['MJ::~1', 'retry::1'],
      ['MJ::~2', 'MJ::~0'],
      ['MJ::~3', 'MJ::JOB::a b'],
    ]);
  });

  it('are posted once each', () => {
    const twice = relayButton('MJ::JOB::reroll::0::x::SOLO', 'Again');
    expect(layout([twice, relayButton('MJ::JOB::pan_up::1::x', 'Up'), twice])).toEqual([['Again'], ['Up']]);
    expect(postButtons([relayButton('', 'Nothing')])).toEqual({ rows: [], buttons: [] });
  });

  it('without a usable label or emoji are named after what they do', () => {
    expect(
      layout([
        relayButton(`MJ::JOB::upsample_v7_2x_subtle::1::${uuid}::SOLO`, '', 'upscale_1'),
        relayButton('MJ::JOB::brand_new_thing::1::x', '\u200b'),
        relayButton('MJ::Remaster::1::x'),
        relayButton('MJ::'),
      ]),
    ).toEqual([['Upscale (Subtle)'], ['Brand new thing', 'Remaster', '?']]);
  });

  it('lose the least useful ones when there are too many', () => {
    const many = Array.from({ length: 26 }, (_, n) => relayButton(`MJ::JOB::variation::1::${n}`, `V${n}`));
    const { rows, buttons } = postButtons([relayButton('MJ::BOOKMARK::x', 'Like'), ...many]);
    expect(buttons.map(({ label }) => label)).toEqual(many.slice(0, 20).map(({ label }) => label));
    expect(rows.map(({ components }) => components.length)).toEqual([5, 5, 5, 5]);
  });
});

describe('an emoji', () => {
  it('gets the variation selector the relay dropped', () => {
    expect(['❤', '🖌', '⬅', '1⃣', '❤‍🔥', '🔄', '🎞️'].map(unicodeEmoji)).toEqual(['❤️', '🖌️', '⬅️', '1️⃣', '❤️‍🔥', '🔄', '🎞️']);
  });

  /** The same, as it is told without a short way for the most. */
  const slow = (emoji: string) => {
    const bare = emoji.trim().replaceAll('\ufe0f', '');
    const full = bare.replace(/(?!\p{Emoji_Presentation})(?!\p{Emoji_Modifier})\p{Emoji}/gu, '$&\ufe0f');
    return [emoji.trim(), full].find((text) => /^\p{RGI_Emoji}$/v.test(text)) ?? null;
  };

  it('of one character is the same with a selector before or behind it, or none', () => {
    for (let code = 0; code < 0x1_fb_00; code += 1) {
      const one = String.fromCodePoint(code);
      if (!/\p{Emoji}|\p{Extended_Pictographic}/u.test(one)) continue;
      for (const text of [one, `${one}\ufe0f`, `\ufe0f${one}`, `${one}\ufe0f\ufe0f`])
        if (unicodeEmoji(text) !== slow(text)) expect.fail(`U+${code.toString(16)} as ${JSON.stringify(text)}`);
    }
  });

  it('is told in a short way from whatever a relay may send instead', () => {
    const parts = fc.oneof(
      fc.constantFrom(
        '\ufe0f',
        '\u200d',
        '\u20e3',
        '🇩',
        '🇪',
        '🏽',
        '👩',
        '🔥',
        '❤',
        '⬅',
        '♂',
        '🔄',
        '#',
        '1',
        '\u{e0067}',
      ),
      fc.constantFrom(' ', '\u200b', 'upscale_1', '狐', '*', '<:a:1>', '@everyone', '\ud83d', 'x'.repeat(1_000)),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 5 }), (given) => {
        expect(unicodeEmoji(given.join(''))).toBe(slow(given.join('')));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is dropped when it is no unicode emoji', () => {
    expect(['upscale_1', '', 'a', '1', '🔄🔄', '<:a:1>', '\ud83d'].map(unicodeEmoji)).toEqual(Array(7).fill(null));
  });
});
