import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postButtons } from '../src/discord/render/buttons.ts';
import { renderInfo } from '../src/discord/render/info.ts';
import { promptModal } from '../src/discord/render/modal.ts';
import { renderResult } from '../src/discord/render/result.ts';
import { failureOf, resultOf } from '../src/domain/job/task-result.ts';
import type { PromptChoices } from '../src/domain/prompt/flags/choices.ts';
import { planImagine, planOne, planWindow } from '../src/domain/prompt/plan.ts';
import { defaultSettings } from '../src/domain/settings/settings.ts';
import { createRedact } from '../src/relay/http/redact.ts';
import { readSubmitAnswer } from '../src/relay/submit/answer-schema.ts';
import { readRefusal } from '../src/relay/submit/refusal.ts';
import { decodeCallback } from '../src/relay/tasks/callback.ts';
import { createStateSearch } from '../src/relay/tasks/state-search.ts';
import { readFetched, readListing } from '../src/relay/tasks/task-answer.ts';
import { en } from '../src/text/en/index.ts';
import { createWorkCounter } from './counted-work.ts';
import { sampleJob } from './sample-job.ts';

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
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ' ——ar',
      ',--ar',
      '狐--no',
      'a--v',
      ' -v 7',
      ' -- niji',
      '<@1>',
      '::',
      '{"a": ',
      '１６：',
      ' --no a',
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
  const repeated = again || ' ';
  return before + repeated.repeat(Math.ceil(room / repeated.length)).slice(0, room) + after;
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
      { numRuns: 40 },
    );
  });

  it('of a window, whatever is written into it', () => {
    fc.assert(
      fc.property(recipe, fc.constantFrom('imagine', 'one', 'window'), (text, plan) => {
        expect(countWork(() => plans[plan](fill(text, WINDOW)))).toBeLessThan(BUDGET);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['—styl', '--zq', '{a,b} —vers', '" --personali'])('with a thousand words such as %s', (start) => {
    for (const plan of Object.values(plans))
      expect(countWork(() => plan(distinctWords(start, WINDOW)))).toBeLessThan(BUDGET);
  });
});

/** The largest answers that are read, in bytes: one about a task, and a listing. */
const [ANSWER, LISTING] = [2 ** 20, 8 * 2 ** 20];

/** What gave readers of relays' texts much to do, beside what members write. */
const foreign = fc.oneof(
  fc.constantFrom(
    '\n',
    '\r',
    '\u2028',
    '\n ',
    '1️⃣ a\n',
    '1. a\n',
    '# ',
    '**',
    '~~',
    '[a](https:',
    '1',
    '_',
    'word ',
    '<',
    '%',
  ),
  pieces,
);
const foreignRecipe: fc.Arbitrary<Recipe> = fc.record({
  before: fc.constantFrom('', 'a', '1️⃣ a', 'banned word', '"', '<script', '#', '**a'),
  again: fc.array(foreign, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
  after: fc.constantFrom('', 'x', '1️⃣', '\0', '"', '%'),
});

/** One field of an answer: a long text, a long list, an object with many keys, or with one long key. */
type Field = {
  readonly name: string;
  readonly text: Recipe;
  readonly item: string;
  readonly key: string;
  readonly of: Shape;
};
type Shape = 'text' | 'list' | 'keys' | 'key';

const names = ['prompt', 'promptEn', 'failReason', 'progress', 'status', 'state', 'imageUrl', 'imageUrls', 'videoUrls'];
const field: fc.Arbitrary<Field> = fc.record({
  name: fc.constantFrom(...names, 'buttons', 'properties', 'result', 'data', 'description', 'error', 'code', 'taskId'),
  text: foreignRecipe,
  item: fc.constantFrom(
    '{}',
    '[]',
    '1',
    '""',
    '{"customId":"MJ::a"}',
    '"https://狐.b/c"',
    '{"url":"/a"}',
    '12345678901234567',
  ),
  key: fc.constantFrom('_', '_a', 'A', 'finalPrompt'),
  of: fc.constantFrom('text', 'list', 'keys', 'key'),
});

function json({ name, text, item, key, of }: Field, length: number): string {
  const list = (one: (n: number) => string) => {
    const count = Math.ceil(length / one(100_000).length);
    return Array.from({ length: count }, (_, n) => one(n)).join('');
  };
  const values: Readonly<Record<Shape, () => string>> = {
    text: () => JSON.stringify(fill(text, length)),
    list: () => `[${list(() => `${item},`)}1]`,
    keys: () => `{${list((n) => `"${key}${n}":${item},`)}"a":1}`,
    key: () => `{${JSON.stringify(fill({ before: key, again: key, after: '' }, length))}:${item}}`,
  };
  return `${JSON.stringify(name)}:${values[of]()}`;
}

const reading = {
  origin: 'https://relay.example',
  base: 'https://relay.example/mj',
  redact: createRedact({ key: 'sk-abcdefghijklmnopqrstuvwxyz', notifyHook: 'https://bot.example/notify/0123456789' }),
};
const ids = Array.from({ length: 50 }, (_, n) => `${n}`);
const job = {
  ...sampleJob({ request: { kind: 'describe', image: 'https://a.test/b.png', bot: 'MID_JOURNEY' } }),
  step: 'delivering',
  place: { guildId: '10', channelId: '20', messageId: '30' },
  since: 1_042_000,
} as const;

/** Everything that is made of a task, from the relay's answer to the messages and windows that show it. */
function showTask(text: string): void {
  const task = readFetched({ status: 200, text, retryAfter: null }, '/task', '1', reading);
  if (!task) return;
  const failed = { ...job, outcome: { kind: 'failed', reason: failureOf(task) } } as const;
  const outcome = resultOf({ ...job, outcome: failed.outcome }, task);
  renderResult(failed, [], en);
  renderResult({ ...job, outcome }, [], en);
  renderInfo({ job: null, prompt: task.prompt, taskId: '1', seed: null, ancestors: [] }, en);
  promptModal({ customId: 'a', title: 'a', label: 'a', value: task.prompt, words: en });
  postButtons(task.buttons);
}

/** What a refused submission, or one that is not understood, comes to. */
function readSubmission(text: string, status: number): void {
  const answer = readSubmitAnswer({ status, text, retryAfter: null }, reading.origin);
  readRefusal(answer, reading.redact(answer.text), { kind: 'shorten', prompt: 'a', bot: 'MID_JOURNEY' });
}

describe('an answer of the relay holds the bot up for no more than 50 ms', () => {
  const runs = { numRuns: 20 };

  it('about a task, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 3 }), (fields) => {
        const rest = fields.map((one) => json(one, ANSWER / 2 / fields.length)).join();
        expect(countWork(() => showTask(`{"id":"1","status":"SUCCESS",${rest}}`))).toBeLessThan(BUDGET);
      }),
      runs,
    );
  });

  it('about many tasks, whatever it lists', () => {
    fc.assert(
      fc.property(field, fc.constantFrom(20, 2_000, 200_000), fc.constantFrom('', '"id":"1",'), (one, size, id) => {
        const entry = `{${id}${json(one, size)}},`;
        const text = `[${entry.repeat(Math.max(1, Math.floor(LISTING / 2 / entry.length)))}{"id":"1"}]`;
        const answer = { status: 200, text, retryAfter: null };
        expect(countWork(() => readListing(answer, '/list', ids, reading))).toBeLessThan(BUDGET);
        // It comes in pieces of 64 KB, between which others have their turn.
        const search = createStateSearch(['darkroom.1.a', 'darkroom.2.b']);
        const piece = Buffer.from(text.slice(0, 64 * 1024));
        for (let n = 0; n < 4; n += 1) expect(countWork(() => search.take(piece))).toBeLessThan(BUDGET);
      }),
      { numRuns: 8 },
    );
  });

  it('to a submission, whatever it says, and a callback too', () => {
    fc.assert(
      fc.property(field, fc.constantFrom(200, 400, 500), fc.boolean(), (one, status, isJson) => {
        const text = isJson ? `{"code":24,${json(one, ANSWER / 2)}}` : fill(one.text, ANSWER / 2);
        expect(countWork(() => readSubmission(text, status))).toBeLessThan(BUDGET);
        expect(countWork(() => decodeCallback(text))).toBeLessThan(BUDGET);
      }),
      runs,
    );
  });
});
