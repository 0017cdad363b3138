import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planImagine, planOne, planWindow } from '../src/domain/prompt/plan.ts';
import type { PromptChoices } from '../src/domain/prompt/prompt.ts';
import { defaultSettings } from '../src/domain/settings/settings.ts';
import { createWorkCounter } from './counted-work.ts';

const countWork = createWorkCounter();

/** The most work in one go, in units of the counter. Over the inputs below a unit takes 1 to 2.5 ns, so this takes 50 ms. */
const BUDGET = 20_000_000;

/** The longest text of an option and of a window, in UTF-16 units: a window has up to four inputs of 4,000. */
const [OPTION, WINDOW] = [6_000, 16_000];

/** What gave readers of prompts much to do: choices, flags known and unknown, quotes, numbers, spaces, odd characters. */
const pieces = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('{', '}', ',', `{${','.repeat(39)}}`, '{a,b}', '{{{{a}}}}', '\\', '\\{') },
  {
    weight: 5,
    arbitrary: fc.constantFrom(' --x', ' --zq', ' --styliz', ' --ar 3:2', ' --no', ' —a', ' –versoin', '--'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('"', '“', '”', ' --no "', ' --sref 1::', ' --sref ', ' --repeat 2', ' --seed 1'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('1', '.', ':', 'x', '_', ' ', '\n', '\t', '\r', '\u2028', '\u3000', '\u200b'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '👩‍👩‍👧‍👦',
      '🇩',
      'é',
      '狐',
      '\ud83d',
      'https://a.b/c ',
      '<https://',
      '*',
      '`',
      '@everyone',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);

const unit = fc.array(pieces, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));

/** How a long text is made: a beginning, then some pieces again and again, then an end. */
type Recipe = { readonly before: string; readonly again: string; readonly after: string };

const recipe: fc.Arbitrary<Recipe> = fc.record({
  before: fc.oneof(fc.constantFrom('fox ', `fox {${','.repeat(39)}}`, `fox {${'--a b,'.repeat(39)}} --no "`), unit),
  again: unit,
  after: fc.oneof(unit, fc.constantFrom('x', '"', '}')),
});

/** The text of a recipe, as long as it may be. */
function fill({ before, again, after }: Recipe, length: number): string {
  const room = length - before.length - after.length;
  return before + again.repeat(Math.ceil(room / again.length)).slice(0, room) + after;
}

/** A text in which every word differs, so that it does not help to remember words. */
function distinctWords(start: string, length: number): string {
  const letters = (n: number) => n.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)));
  const words = Array.from({ length: length / 4 }, (_, n) => ` ${start}${letters(n)}`).join('');
  return `fox {${','.repeat(39)}}${words}`.slice(0, length);
}

const settings = { ...defaultSettings, model: '7', aspect: '3:2', suffix: `in oil${' —stylz --zq'.repeat(24)}` };

/** What is made of a text in one go, in each way there is. */
const plans = {
  imagine: (text: string) => planImagine(text, {}, settings),
  one: planOne,
  window: planWindow,
};

describe('a gesture holds the bot up for no more than 50 ms', () => {
  it('of /imagine, whatever stands in its options', () => {
    const options = fc.option(fc.record({ no: recipe, sref: recipe }));
    fc.assert(
      fc.property(recipe, options, (prompt, given) => {
        const choices: PromptChoices = given ? { no: fill(given.no, 500), sref: fill(given.sref, 2_000) } : {};
        expect(countWork(() => planImagine(fill(prompt, OPTION), choices, settings))).toBeLessThan(BUDGET);
      }),
      { numRuns: 100 },
    );
  });

  it('of a window, whatever is written into it', () => {
    fc.assert(
      fc.property(recipe, fc.constantFrom('imagine', 'one', 'window'), (text, plan) => {
        expect(countWork(() => plans[plan](fill(text, WINDOW)))).toBeLessThan(BUDGET);
      }),
      { numRuns: 150 },
    );
  });

  it.each(['—styl', '--zq', '{a,b} —vers', '" --personali'])('with a thousand words such as %s', (start) => {
    for (const plan of Object.values(plans))
      expect(countWork(() => plan(distinctWords(start, WINDOW)))).toBeLessThan(BUDGET);
  });
});
