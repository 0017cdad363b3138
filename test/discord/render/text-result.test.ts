import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderResult } from '../../../src/discord/render/result.ts';
import { renderText } from '../../../src/discord/render/text-result.ts';
import { en } from '../../../src/text/en/index.ts';
import { brokenLimits } from './limits.ts';
import { delivering, pictures, relayButton } from './samples.ts';

const describing = { request: { kind: 'describe', image: 'https://relay.example/1.png', bot: 'MID_JOURNEY' } } as const;
const shortening = { request: { kind: 'shorten', prompt: 'a fox', bot: 'MID_JOURNEY' } } as const;

const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    '\n',
    '\n\n',
    '1️⃣ ',
    '2️⃣ ',
    '3. ',
    '## ',
    '**',
    '~~',
    '@everyone',
    '<@1>',
    '[a](https://b.example)',
    ' ',
  ),
  fc.integer({ min: 1, max: 4000 }).map((length) => 'x'.repeat(length)),
);
const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));

describe('what a describe or a shorten says', () => {
  it('obeys every limit and pings nobody, whatever it says', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(describing, shortening), fc.boolean(), (said, job, file) => {
        const outcome = pictures({
          text: said,
          prompt: said,
          buttons: [relayButton('MJ::Job::PicReader::1', '', '1️⃣')],
        });
        const shown = file
          ? [{ kind: 'file', name: '1.png', url: 'https://relay.example/1', film: false } as const]
          : [];
        const { body, promptFile } = renderResult(delivering(outcome, job), shown, en);
        expect(brokenLimits(body)).toEqual([]);
        expect(body.embeds[0]?.description ?? '').not.toMatch(/@everyone|(?<!^-# |\n-# )<@\d/);
        expect(body.embeds[0]?.description ?? '').not.toMatch(/[^\\]\]\(http/);
        expect(body.attachments.some(({ filename }) => filename === 'prompt.txt')).toBe(promptFile !== null);
      }),
    );
  });

  it('says which words matter as Midjourney marks them', () => {
    const said =
      '## Important tokens\n**red** fox ~~very~~ a_b_c **2*3**\n## Shortened prompts\n1️⃣ red **fox**\n\n2️⃣ fox';
    expect(renderText(said)).toEqual({
      text: '-# Important tokens\n**red** fox ~~very~~ a\\_b\\_c **2\\*3**\n\n-# Shortened prompts\n\n1️⃣ red fox\n\n2️⃣ fox',
      cut: false,
    });
  });

  it('is shown as it stands when it holds no list', () => {
    expect(renderText('a fox\n- and a hill_').text).toBe('a fox\n\\- and a hill\\_');
  });

  it('keeps room for the prompts behind an endless beginning', () => {
    const { text: shown, cut } = renderText(
      `## Important tokens\n${'**word** '.repeat(2000)}\n1️⃣ a fox\n\n2️⃣ ${'hill '.repeat(2000)}`,
    );
    expect([shown.includes('1️⃣ a fox'), shown.includes('2️⃣ hill'), cut, shown.length <= 3000]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('needs no picture', () => {
    const { body } = renderResult(delivering(pictures({ text: '1️⃣ a\n2️⃣ b', imageUrls: [] }), shortening), [], en);
    expect(body.embeds[0]?.description).not.toContain(en.result.nothing);
  });
});
