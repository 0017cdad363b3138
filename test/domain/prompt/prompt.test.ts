import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/domain/failures/errors.ts';
import { isPrivate } from '../../../src/domain/prompt/defaults.ts';
import type { PromptChoices } from '../../../src/domain/prompt/flags/choices.ts';
import { composePrompt, type PromptUse } from '../../../src/domain/prompt/prompt.ts';
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
    expect(compose('a fox', links)).toBe('a fox --sref https://x.test/1.png 123 --oref https://x.test/2.png --v 7');
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

  it('asks before a flag is paid for that the version does not take, whoever chose the version', () => {
    const version = (flag: string, model: string, said: boolean) =>
      expect.objectContaining({ kind: 'version', flag, model, said });
    const troubles = (text: string, choices?: PromptChoices, chosen: Partial<MemberSettings> = {}) => {
      try {
        return compose(text, choices, chosen);
      } catch (error) {
        return error instanceof UserError && error.reason.kind === 'flags' ? error.reason.troubles : error;
      }
    };
    const link = 'https://x.test/1.png';
    expect(troubles(`a fox --oref ${link} --v 8.2`)).toEqual([version('--oref', 'Midjourney 8.2', true)]);
    expect(troubles(`a fox --oref ${link} --ow 50 --niji`)).toHaveLength(2);
    expect(troubles(`a fox --cref ${link} --cw 50`, { model: '7' })).toHaveLength(2);
    expect(troubles('a fox --draft --v 8.1')).toEqual([version('--draft', 'Midjourney 8.1', true)]);
    for (const flag of ['--q 2', '--turbo', '--stop 50'])
      for (const [model, said] of [
        ['', false],
        [' --v 8.1', true],
      ] as const)
        expect(troubles(`a fox ${flag}${model}`)).toEqual([
          version(flag.split(' ')[0] ?? '', said ? 'Midjourney 8.1' : 'Midjourney 8.2', said),
        ]);
    expect(troubles('fox::2 snow::1')).toEqual([version('::', 'Midjourney 8.2', false)]);
    expect(troubles('fox', {}, { suffix: 'soft light::2' })).toEqual([version('::', 'Midjourney 8.2', false)]);
    expect(troubles('fox::2 snow:: --v 7')).toBe('fox::2 snow:: --v 7');
    expect(troubles('std::vector')).toBe('std::vector');
    expect(troubles('a fox --q 2', {}, { model: '8.2' })).toEqual([version('--q', 'Midjourney 8.2', false)]);
    expect(troubles('a fox --hd --v 7')).toEqual([version('--hd', 'Midjourney 7', true)]);
    expect(troubles('a fox --q .5 --v 7')).toEqual([
      expect.objectContaining({ kind: 'malformed', flag: '--q', model: 'Midjourney 7' }),
    ]);
    expect(troubles('a fox --iw 3 --niji 6')).toEqual([expect.objectContaining({ kind: 'malformed', flag: '--iw' })]);
    expect(troubles('a fox --q 3 --v 7')).toHaveLength(1);
    // Nothing is known of a version that is not in the table.
    expect(troubles('a fox --q 2 --stop 50 --v 9')).toBe('a fox --q 2 --stop 50 --v 9');
  });

  it('adds the version that a reference needs where none is named, and lets a default give way to it', () => {
    const link = 'https://x.test/1.png';
    expect(compose(`a fox --oref ${link}`)).toBe(`a fox --oref ${link} --v 7`);
    expect(compose(`a fox --cref ${link} --cw 20`)).toBe(`a fox --cref ${link} --cw 20 --v 6`);
    expect(compose('a fox', { oref: link }, { model: '8.2' })).toBe(`a fox --oref ${link} --v 7`);
    expect(compose('a fox', { cref: link }, { model: '6.1' })).toBe(`a fox --cref ${link} --v 6.1`);
    expect(composePrompt('a fox', { cref: link }, settings({ model: 'niji 7' }))).toMatchObject({
      prompt: `a fox --cref ${link} --niji 6`,
      bot: 'NIJI_JOURNEY',
    });
    expect(compose(`a fox --oref ${link}`, {}, { suffix: '--q 2' })).toBe(`a fox --oref ${link} --q 2 --v 7`);
  });

  it('leaves out the defaults that the version does not take', () => {
    const mine = { speed: 'turbo', suffix: '--q 2 --motion high' } as const;
    expect(compose('a fox', {}, mine)).toBe('a fox');
    expect(compose('a fox --v 7', {}, mine)).toBe('a fox --v 7 --q 2 --turbo');
    expect(compose('a fox', {}, { model: '8' })).toBe('a fox --v 8.2');
  });

  it('knows what films are made with, and what pictures are', () => {
    const use = (text: string, what: PromptUse) => composePrompt(text, {}, defaultSettings, what).prompt;
    for (const flag of ['--motion high', '--loop', '--end loop', '--bs 1', '--video 1', '--zoom 2'])
      for (const what of ['pictures', 'edit'] as const)
        expect(troublesOf(() => use(`a fox ${flag}`, what))).toEqual(['misplaced']);
    expect(use('https://x.test/1.png a fox --motion high --video 1', 'pictures')).toBe(
      'https://x.test/1.png a fox --motion high --video 1',
    );
    expect(use('a fox --video', 'illustrated')).toBe('a fox --video');
    expect(use('it runs --motion high --bs 1', 'films')).toBe('it runs --motion high --bs 1');
    expect(troublesOf(() => use('it runs --turbo', 'films'))).toEqual(['notForFilms']);
  });

  it('takes weights and tastes from options', () => {
    const more = 'exp 5, --sv 6；ow：400';
    expect(compose('a fox', { model: '7', draft: true, iw: 1.5, sw: 200, more, personalize: 'yes' })).toBe(
      'a fox --v 7 --draft --iw 1.5 --sw 200 --p --exp 5 --sv 6 --ow 400',
    );
    expect(compose('a fox', { draft: true })).toBe('a fox --draft --v 7');
    expect(troublesOf(() => compose('a fox', { draft: true, model: '8.2' }))).toEqual(['version']);
    // What has no value, what has several, what stands twice.
    const links = 'https://x.test/1.png https://x.test:443/2.png?a=b';
    expect(compose('a fox', { more: `hd stealth --sref ${links}` })).toBe(`a fox --hd --stealth --sref ${links}`);
    expect(troublesOf(() => compose('a fox', { sw: 200, more: 'sw=300' }))).toEqual(['twice']);
    expect(compose('a fox', { quality: 'hd', personalize: 'm7123456789' })).toBe('a fox --hd --p m7123456789');
    expect(troublesOf(() => compose('a fox', { more: 'a lot' }))).toEqual(['unknown']);
    expect(troublesOf(() => compose('a fox', { more: 'iw' }))).toEqual(['malformed']);
  });

  it('may have forty flags and no more', () => {
    const flags = (count: number) => `a fox${' --tile'.repeat(count)}`;
    expect(compose(flags(40))).toBe('a fox --tile');
    expect(() => compose(flags(41))).toThrow(
      expect.objectContaining({
        reason: { kind: 'flags', troubles: [{ kind: 'tooMany', flag: '--tile', most: 40 }] },
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
