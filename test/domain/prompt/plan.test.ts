import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutChoices } from '../../../src/domain/prompt/permutations.ts';
import { planImagine, planOne, planWindow } from '../../../src/domain/prompt/plan.ts';
import { visible } from '../../../src/domain/prompt/visible.ts';
import { defaultSettings } from '../../../src/domain/settings/settings.ts';

const imagine = (text: string) => planImagine(text, {}, defaultSettings);
const promptsOf = (text: string) => {
  const plan = imagine(text);
  return plan.kind === 'jobs' ? plan.prompts.map(({ prompt }) => prompt) : plan.kind;
};

describe('a text for /imagine', () => {
  it('makes a prompt for each choice and each repetition', () => {
    expect(promptsOf('a {red, green} fox --repeat 2')).toEqual([
      'a red fox',
      'a red fox',
      'a green fox',
      'a green fox',
    ]);
    expect(promptsOf('a fox \\, or two')).toEqual(['a fox \\, or two']);
  });

  it.each([
    ['/imagine prompt: a fox', ['a fox']],
    ['/imagine prompt:a fox --v 7', ['a fox --v 7']],
    ['/imagine a fox', ['a fox']],
    ['imagine prompt: a fox', ['a fox']],
    ['／imagine prompt：a fox', ['a fox']],
    ['imagine a fox', ['imagine a fox']],
    ['**a red fox --ar 3:2** - @ann (turbo)', ['a red fox --ar 3:2']],
    ['**<https://s.mj.run/abc> a red fox** - Image #2 <@123456>', ['https://s.mj.run/abc a red fox']],
    ['**bold** fox - a fox', ['**bold** fox - a fox']],
    ['一只{红，绿}狐狸', ['一只红狐狸', '一只绿狐狸']],
    ['a {a\\，b, c} fox', ['a a，b fox', 'a c fox']],
    ['a fox\u200bin snow', ['a fox in snow']],
    ['a fox --no rain --no fog, rain --tile --no rain', ['a fox --no rain, fog, rain --tile']],
  ])('is copied from elsewhere, and is the prompt all the same: %s', (text, expected) => {
    expect(promptsOf(text)).toEqual(expected);
  });

  it.each([
    ['\u200b', 'empty'],
    ['{fox, \u200b}', 'empty'],
    ['a {fox', 'unbalanced'],
    ['a {1,2,3,4,5,6,7,8} {1,2,3,4,5,6}', 'tooMany'],
    ['a {1,2,3} --repeat 20', 'tooMany'],
  ])('that comes to nothing is said to: %s', (text, kind) => {
    expect(promptsOf(text)).toBe(kind);
  });
});

describe('a text of which one thing can come', () => {
  it('is one prompt, with braces that are just braces', () => {
    expect(planOne('a fox —tile --repeat 1')).toEqual({ kind: 'one', prompt: 'a fox --tile' });
    expect(planOne('a sign that says \\{fox\\}')).toEqual({ kind: 'one', prompt: 'a sign that says {fox}' });
    expect(planOne('a {red} fox')).toEqual({ kind: 'one', prompt: 'a red fox' });
    expect(planOne(' \u200b ')).toEqual({ kind: 'empty' });
  });

  it.each(['a {red, green} fox', 'a fox --repeat 2', 'a fox --r 3'])(
    'is refused when it asks for several: %s',
    (text) => {
      expect([planOne(text), planWindow(text)]).toEqual([{ kind: 'several' }, { kind: 'several' }]);
    },
  );

  it('is checked, but what Midjourney wrote into a window is left as it is', () => {
    const final = 'a fox --motion high --video 1 --bs 1 --ar 3:2 --ar 1:1 --v 8';
    expect(() => planOne(final)).toThrow('flags');
    expect(planWindow(final)).toEqual({ kind: 'one', prompt: final });
    expect(planWindow('a\n\u200bfox --repeat 1 --video 1')).toEqual({ kind: 'one', prompt: 'a fox --video 1' });
    expect(planWindow('a fox ——ar 16:9，－－tile')).toEqual({ kind: 'one', prompt: 'a fox --ar 16:9 --tile' });
    expect(planWindow('a fox --ar １６：９ --no 狐狸，猫， --v 7。')).toEqual({
      kind: 'one',
      prompt: 'a fox --ar 16:9 --no 狐狸，猫 --v 7',
    });
    expect(planWindow('a {fox')).toEqual({ kind: 'unbalanced' });
  });
});

describe('a finished prompt', () => {
  it('of JSON gets no backslashes when it is written into a window and sent unchanged', () => {
    const prompt = '{"subject": "a fox", "mood": "calm"} --ar 3:2';
    expect(planWindow(withoutChoices(prompt))).toEqual({ kind: 'one', prompt });
    expect(planWindow(prompt)).toEqual({ kind: 'one', prompt });
  });

  it('comes back as it was when it is written into a window and sent unchanged', () => {
    const piece = fc.constantFrom('{', '}', ',', '\\', 'a', ' ', '狐', ' --ar 3:2', '"', '{"a": ', "{'a':");
    const prompt = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    // What may be a flag that somebody has misspelt is put right, and Midjourney does not write such.
    const text = fc.string().filter((one) => !/-\s*[a-z]/i.test(one));
    fc.assert(
      fc.property(fc.oneof(prompt, text), (written) => {
        const expected = visible(written);
        const plan = planWindow(withoutChoices(written));
        expect(plan).toEqual(expected === '' ? { kind: 'empty' } : { kind: 'one', prompt: expected });
      }),
      { numRuns: 1000 },
    );
  });
});
