import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Submission } from '../../../src/domain/job/request.ts';
import { createSubmit } from '../../../src/relay/submit/submit.ts';
import { type RecordedAnswer, type RecordedName, recordedAnswers } from '../../emulator/relay/recorded-answers.ts';
import { connect, isQuestion, never, serve, silentLog } from '../scripted-server.ts';
import { customZoom, imagine, modal, reroll } from './submissions.ts';

const picture = 'https://pictures.example/1.png';
const submissions: Readonly<Record<RecordedAnswer['to'], Submission>> = {
  imagine,
  picture: { ...imagine, images: [picture] },
  action: reroll,
  remix: { ...reroll, remix: true },
  modal,
  blend: { kind: 'blend', images: [picture, picture], dimensions: 'SQUARE', bot: 'MID_JOURNEY' },
  describe: { kind: 'describe', image: picture, bot: 'MID_JOURNEY' },
  video: { kind: 'video', prompt: 'it runs', image: picture, endImage: null, motion: 'low', loop: false, extend: null },
  extend: {
    kind: 'video',
    prompt: 'it runs',
    image: null,
    endImage: null,
    motion: 'low',
    loop: false,
    extend: { taskId: '1', index: 0 },
  },
};

const accepted = { kind: 'accepted', taskId: '1795417641706001', window: false, ahead: null };
const unknown = { kind: 'unknown', detail: expect.any(String) };
const busy = (kind: string) => ({ kind: 'busy', reason: { kind }, retryAfter: null });
const refused = (kind: string, more: object = {}) => ({ kind: 'refused', reason: { kind, ...more } });
const told = (kind: string) => refused(kind, { detail: expect.stringMatching(/./) });

const outcomes: Readonly<Record<RecordedName, object>> = {
  'no channel, in English': told('operator'),
  'no channel for films': told('unsupported'),
  'no channel for a button': told('unsupported'),
  'no channel, in Chinese': told('unsupported'),
  'no channel, in Chinese, without a code': told('unsupported'),
  'no channel for windows': told('unsupported'),
  'no channel at one-hub': told('operator'),
  'no channel for a button at one-hub': told('unsupported'),
  'no price for a button': told('operator'),
  'no price for films': told('unsupported'),
  'the parent’s channel off, in English': refused('parentClosed'),
  'the parent’s channel off, in Chinese': refused('parentClosed'),
  'the parent’s channel off, newer': refused('parentClosed'),
  'the parent’s channel deleted': refused('parentClosed'),

  'the group full': busy('saturated'),
  'the group full, with code 30': busy('saturated'),
  'the upstream’s account empty': told('operator'),
  'the gateway out of memory': busy('saturated'),
  'the account empty': told('operator'),
  'the account empty at one-hub': told('operator'),
  'the quota not reserved': told('operator'),
  'the key used up': told('operator'),
  'the key refused': told('operator'),
  'the key not for this model': told('operator'),
  'the upstream’s key refused': told('operator'),
  'the address not allowed': told('operator'),
  'an unreadable request': told('invalidRequest'),
  'a request that could not be made': told('invalidRequest'),
  'no prompt': told('invalidRequest'),
  'an unknown button': told('unsupported'),
  'a parent not finished': busy('taskNotReady'),
  'a parent unknown': refused('taskUnknown'),
  'a prompt against the rules': refused('bannedWord', { word: '', by: 'relay' }),

  'a full queue': busy('queueFull'),
  'a full queue, as a failure': busy('queueFull'),
  'a full queue, as a failure, in English': busy('queueFull'),
  'a banned word': refused('bannedWord', { word: 'gore', by: 'relay' }),
  'no account': busy('noAccount'),
  'the parent’s account gone': busy('noAccount'),
  'a parent forgotten': refused('taskUnknown'),
  'a parent in the wrong state': refused('taskNotReady'),
  'a malformed prompt': told('invalidRequest'),
  'a system error': refused('relayFailed'),
  'an unknown kind of button': told('unsupported'),
  'a task that cannot be rerolled': told('unsupported'),
  'remix switched off': refused('unsupported', { detail: expect.any(String), feature: 'remix' }),
  'remix switched off, for a film': told('unsupported'),
  'films switched off': told('unsupported'),
  'uploads forbidden': refused('unsupported', { detail: expect.any(String), feature: 'uploads' }),
  'uploads switched off': refused('unsupported', { detail: expect.any(String), feature: 'uploads' }),
  'too many at once': busy('saturated'),
  'too many today': told('operator'),
  'a state too long': told('invalidRequest'),

  'an exception': unknown,
  'an exception that speaks of the limit': unknown,
  'an exception that speaks of a banned word': unknown,
  'an exception with an ordinary status': unknown,
  'queued, as a failure': unknown,
  'submitted without an id, as a failure': unknown,
  'submitted without an id, in other words': unknown,
  'submitted without an id, in English': unknown,
  'whatever went wrong, as a failure': unknown,
  'words that nobody knows, as a failure': unknown,
  'accepted without an id': unknown,
  'billing not settled': unknown,
  'billing not written down': unknown,
  'billing not settled, as an error': unknown,
  'task not written down': unknown,
  'answer not read': unknown,
  'answer not copied': unknown,
  'answer not closed': unknown,
  'answer not understood': unknown,
  'answer empty': unknown,
  'upstream silent': unknown,
  'a step that nobody knows': unknown,
  'queued, though its account is away': unknown,
  'sent, and refused by whom nobody knows': unknown,
  'submitted, though remix is off': unknown,
  'submitted, though uploads are off': unknown,
  'created, though forbidden': unknown,
  'an exception that speaks of the account': unknown,
  'upstream broke off': unknown,
  'upstream’s pipe broke': unknown,
  'upstream hung up': unknown,
  'upstream too slow': unknown,
  'upstream too slow, in Chinese': unknown,
  'a 503 that says nothing': unknown,
  'a 400 that says nothing': unknown,
  'a panic': unknown,
  'a panic, and a refusal behind it': unknown,
  'a picture stopped by a filter': unknown,
  'a page of something in between': unknown,
  'a page of something in between, which says 503': unknown,
  'nothing at all': unknown,

  'a success, and an error behind it': accepted,
  'a success, and an error object behind it': accepted,
  'an error, and a success behind it': accepted,
  'a success with an error inside': accepted,
};

const table = Object.entries<RecordedAnswer>(recordedAnswers);

describe('what a relay answered is understood:', () => {
  test.each(Object.entries(outcomes))('%s', async (name, outcome) => {
    const answer = table.find(([each]) => each === name)?.[1];
    if (!answer) throw new Error(`nothing is recorded under ${name}`);
    const { origin, received } = await serve((request) => (isQuestion(request) ? { body: { code: 4 } } : answer));
    expect(await connect(origin).submit(submissions[answer.to], 'job-1', never)).toEqual(outcome);
    expect(received.filter((request) => !isQuestion(request))).toHaveLength(1);
  });
});

type Wrapper = (text: string) => string;

/** Nothing stays nothing: whatever stands beside it is an answer of its own. */
const around = (wrap: Wrapper, text: string) => (text === '' ? text : wrap(text));

/** What servers in between, and careless ones, make of an answer. */
const wrappers: readonly (readonly [name: string, Wrapper])[] = [
  ['as it is', (text) => text],
  ['with a byte order mark', (text) => `\u{feff}${text}`],
  ['among white space', (text) => `\r\n\t ${text} \n`],
  ['in a list', (text) => `[${text}]`],
  ['under data', (text) => `{"data":${text}}`],
  ['under error', (text) => `{"error":${text}}`],
  ['under result', (text) => `{"result":${text}}`],
  ['beside a message', (text) => `{"message":"quota_not_enough","response":${text}}`],
  ['as a text', (text) => JSON.stringify(text)],
  ['in capitals', (text) => text.replaceAll(/"([a-z])(\w*)":/g, (_, one, rest) => `"${one.toUpperCase()}${rest}":`)],
  ['with an empty error', (text) => text.replace(/^\{/, '{"error":{},')],
  ['with a refusal behind it', (text) => `${text}{"code":23,"description":"队列已满"}`],
  ['with a web page behind it', (text) => `${text}<html><body>Too many requests</body></html>`],
  ['as an event', (text) => `event: message\ndata: ${text}\n\n`],
  ['cut off', (text) => text.slice(0, -1)],
];

const statuses = [
  ...[200, 201, 202, 204, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409, 411, 413, 414, 415],
  ...[422, 425, 429, 431, 499, 500, 501, 502, 503, 504, 520, 522, 524, 529, 599],
];

/** With these a server says by the status alone that it did nothing. */
const refusing = new Set([301, 307, 308, 401, 402, 403, 404, 405, 406, 411, 413, 414, 415, 429, 431]);

/** Answers that say nothing themselves, so that such a status decides. */
const mute: ReadonlySet<string> = new Set<RecordedName>([
  'a 503 that says nothing',
  'a 400 that says nothing',
  'a page of something in between',
  'a page of something in between, which says 503',
  'nothing at all',
]);

/** Whether a status makes a proof of an answer that is none with others: what a filter says comes before the queue. */
function isProof(name: string, status: number): boolean {
  return (mute.has(name) && refusing.has(status)) || (/^an exception that speaks/.test(name) && status === 200);
}

const doubtful = table.flatMap(([name, { made, body, to }]) =>
  made === 'no' ? [] : [{ name, to, text: typeof body === 'string' ? body : JSON.stringify(body) }],
);

/** What the client makes of an answer, without the wire. */
function outcomeOf(status: number, text: string, submission: Submission) {
  const submit = createSubmit({
    transport: {
      ask: neverAsked,
      look: neverAsked,
      askBeside: neverAsked,
      post: async () => ({ status, text, retryAfter: null }),
      close: async () => {},
    },
    question: async () => 'up',
    origin: 'https://relay.example',
    notifyHook: '',
    fetch: async () => null,
    redact: (words) => words,
    log: silentLog,
    deadline: 1_000,
    instant: 1_000,
  });
  return submit({ submission, fields: {}, bytes: 0 }, 'job-1', never);
}

async function neverAsked(): Promise<never> {
  throw new Error('a submission asks nothing else');
}

const open: ReadonlySet<string> = new Set(['accepted', 'images', 'unknown']);

test('no answer behind which there may be a task is ever taken for a refusal, with whatever status and in whatever wrapping', async () => {
  const wrong: string[] = [];
  for (const { name, to, text } of doubtful) {
    for (const status of statuses) {
      if (isProof(name, status)) continue;
      for (const [wrapped, wrap] of wrappers) {
        const { kind } = await outcomeOf(status, around(wrap, text), submissions[to]);
        if (!open.has(kind)) wrong.push(`${kind}: ${name}, ${wrapped}, HTTP ${status}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('nor is it for any other submission, inside several wrappings, or among fields that nobody knows', async () => {
  const answer = fc.record({
    said: fc.constantFrom(...doubtful.filter(({ name }) => !mute.has(name))),
    status: fc.integer({ min: 200, max: 599 }),
    submission: fc.constantFrom(...Object.values(submissions), customZoom),
    wrapping: fc.array(fc.constantFrom(...wrappers.map(([, wrap]) => wrap)), { maxLength: 3 }),
    more: fc.dictionary(fc.constantFrom('message', 'msg', 'type', 'data', 'properties', 'x'), fc.jsonValue(), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  });
  await fc.assert(
    fc.asyncProperty(answer, async ({ said, status, submission, wrapping, more }) => {
      fc.pre(!isProof(said.name, status));
      const fields = JSON.stringify(more).slice(1, -1);
      const text = fields === '' ? said.text : said.text.replace(/\}$/, () => `,${fields}}`);
      const { kind } = await outcomeOf(
        status,
        wrapping.reduce((inner, wrap) => around(wrap, inner), text),
        submission,
      );
      expect(open).toContain(kind);
    }),
    { numRuns: 3_000 },
  );
});

test('nor is an answer in words that nobody knows, with any number that does not say by itself that there is no task', async () => {
  const words = [
    'the task',
    '任务',
    'failed',
    '失败',
    'error',
    '异常',
    '服务',
    '稍后重试',
    'image',
    '图片',
    'account',
    '账号',
  ];
  const more = [
    'internal',
    '内部',
    'Midjourney',
    'Discord',
    'video',
    '视频',
    'remix',
    'upload',
    '上传',
    'channel',
    '渠道',
    '.',
  ];
  const answer = fc.record({
    code: fc.constantFrom(5, 9, 77, 500, -1),
    status: fc.constantFrom(200, 400, 422, 500, 502, 503),
    text: fc.array(fc.constantFrom(...words, ...more), { maxLength: 6 }).map((parts) => parts.join(' ')),
    submission: fc.constantFrom(...Object.values(submissions), customZoom),
  });
  await fc.assert(
    fc.asyncProperty(answer, async ({ code, status, text, submission }) => {
      const body = JSON.stringify({ code, description: text, result: null });
      expect(open).toContain((await outcomeOf(status, body, submission)).kind);
    }),
    { numRuns: 500 },
  );
});
