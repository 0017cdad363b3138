import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/domain/failures/errors.ts';
import { isPrivate } from '../../../src/domain/prompt/defaults.ts';
import { composePrompt, type PromptChoices } from '../../../src/domain/prompt/prompt.ts';
import { defaultSettings, type MemberSettings } from '../../../src/domain/settings/settings.ts';

const settings = (chosen: Partial<MemberSettings>): MemberSettings => ({ ...defaultSettings, ...chosen });
const compose = (text: string, choices?: PromptChoices, chosen: Partial<MemberSettings> = {}) =>
  composePrompt(text, choices, settings(chosen)).prompt;

function troublesOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError && error.reason.kind === 'flags')
      return error.reason.troubles.map(({ kind }) => kind);
    throw error;
  }
  return [];
}

describe('a prompt', () => {
  it('is the words, the flags in them and the options', () => {
    expect(compose('a fox')).toBe('a fox');
    expect(compose('a fox —tile', { aspect: '3:2', model: '7', speed: 'relax', raw: true, no: 'rain, fog' })).toBe(
      'a fox --tile --v 7 --raw --relax --ar 3:2 --no rain, fog',
    );
    const links = { sref: 'https://x.test/1.png 123', oref: 'https://x.test/2.png' };
    expect(compose('a fox', links)).toBe('a fox --sref https://x.test/1.png 123 --oref https://x.test/2.png');
  });

  it('goes to Niji when it says so, however it says so', () => {
    expect(composePrompt('a fox', { model: 'niji 7' })).toEqual({
      prompt: 'a fox --niji 7',
      bot: 'NIJI_JOURNEY',
      repeat: 1,
    });
    expect(composePrompt('a fox --niji').bot).toBe('NIJI_JOURNEY');
    expect(composePrompt('a fox', {}, settings({ model: 'niji 6' })).bot).toBe('NIJI_JOURNEY');
    expect(composePrompt('a fox --v 7', {}, settings({ model: 'niji 6' })).bot).toBe('MID_JOURNEY');
  });

  it('is repeated here, not by Midjourney', () => {
    expect(composePrompt('a fox --repeat 3 --tile')).toMatchObject({ prompt: 'a fox --tile', repeat: 3 });
    expect(composePrompt('a fox', { repeat: 2 })).toMatchObject({ prompt: 'a fox', repeat: 2 });
  });

  it('is empty without words', () => {
    expect(compose('\u200b --ar 3:2')).toBe('');
    expect(compose('   ', { aspect: '3:2' }, { suffix: 'in oil' })).toBe('');
  });

  it('takes what the member always wants where nothing else is said', () => {
    const mine = { model: '7', aspect: '16:9', speed: 'relax', stylize: 250, suffix: 'in oil --raw' } as const;
    expect(compose('a fox', {}, mine)).toBe('a fox in oil --raw --ar 16:9 --v 7 --s 250 --relax');
    expect(compose('a fox --niji 6 --turbo --style raw', { aspect: '1:1', stylize: 0 }, mine)).toBe(
      'a fox in oil --niji 6 --turbo --style raw --ar 1:1 --s 0',
    );
    expect(compose('a fox in oil --raw --ar 16:9 --v 7 --s 250 --relax', {}, mine)).toBe(
      'a fox in oil --raw --ar 16:9 --v 7 --s 250 --relax',
    );
    expect(compose('a fox', {}, { aspect: 'wide', suffix: '--aspct 3:2' })).toBe('a fox');
    expect([isPrivate(null, settings({ private: true })), isPrivate(false, settings({ private: true }))]).toEqual([
      true,
      false,
    ]);
  });

  it('names an option that contradicts the text, and lets one that agrees be', () => {
    expect(troublesOf(() => compose('a fox --ar 3:2', { aspect: '16:9' }))).toEqual(['contradiction']);
    expect(troublesOf(() => compose('a fox --v 7', { model: 'niji 7' }))).toEqual(['contradiction']);
    expect(troublesOf(() => compose('a fox --fast', { speed: 'turbo' }))).toEqual(['contradiction']);
    expect(compose('a fox --aspect 3:2', { aspect: '3:2' })).toBe('a fox --aspect 3:2');
    expect(troublesOf(() => compose('a fox', { sref: 'my cat!', cref: 'it' }))).toEqual(['malformed', 'malformed']);
  });

  it('may have forty flags and no more', () => {
    const flags = (count: number) => `a fox${' --zebra'.repeat(count)}`;
    expect(compose(flags(40))).toBe('a fox --zebra');
    expect(() => compose(flags(41))).toThrow(
      expect.objectContaining({
        reason: { kind: 'flags', troubles: [{ kind: 'tooMany', flag: '--zebra', most: 40 }] },
      }),
    );
  });

  it('stays the same when it is composed again', () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/);
    const some = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
    const choices = fc.record({
      aspect: some(fc.constantFrom('3:2', '1:1')),
      model: some(fc.constantFrom('7', '6.1', 'niji 6')),
      speed: some(fc.constantFrom('fast' as const, 'relax' as const)),
      chaos: some(fc.nat(100)),
      no: some(word),
      tile: some(fc.boolean()),
    });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), choices, word, (words, chosen, suffix) => {
        const mine = { model: '7', stylize: 5, suffix: `${suffix} --raw` };
        const once = compose(words.join(' '), chosen, mine);
        expect(compose(once, {}, mine)).toBe(once);
      }),
    );
  });
});
