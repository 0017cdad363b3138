import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccessContext } from '../../../src/domain/policy/access.ts';
import { type Asked, authorize } from '../../../src/domain/policy/authorize.ts';
import { blockedWordIn, wordsIn } from '../../../src/domain/policy/blocked-words.ts';
import { newServerGrant, openBot } from '../../../src/domain/policy/bot-policy.ts';
import { openServer, type ServerPolicy } from '../../../src/domain/policy/server-policy.ts';

const NOW = Date.UTC(2026, 10, 29);
const DAY = 24 * 3_600_000;

function accessTo(policy: Partial<ServerPolicy>, more: Partial<AccessContext> = {}): AccessContext {
  return {
    memberId: 'ann',
    roleIds: [],
    isOperator: false,
    permitted: 'yes',
    server: '1',
    bot: openBot,
    grant: newServerGrant(openBot),
    policy: { ...openServer, ...policy },
    speed: null,
    timeZone: 'UTC',
    botTimeZone: 'UTC',
    hasKey: false,
    ...more,
  };
}

const imagine = (prompt: string, more: Partial<Asked[number]> = {}): Asked[number] => ({
  request: { kind: 'imagine', prompt, images: [], bot: 'MID_JOURNEY' },
  text: null,
  private: false,
  ...more,
});
const press = (customId: string, more: Partial<Asked[number]> = {}): Asked[number] => ({
  request: { kind: 'action', taskId: '1', customId, chooseSameChannel: true },
  text: null,
  private: false,
  ...more,
});
const fox = [imagine('a fox')];
const film = press('MJ::JOB::animate_high::1::abc::SOLO');
const heart = press('MJ::BOOKMARK::abc');
const block = { memberId: 'ann', by: 'mod', at: NOW - DAY, until: NOW + DAY, why: '' };

test('with nothing set nobody is refused', () => {
  expect(authorize(accessTo({}), null, NOW)).toBeNull();
  expect(authorize(accessTo({}), [imagine('gore --turbo', { private: true }), film], NOW)).toBeNull();
  expect(authorize({ ...accessTo({}), server: null, grant: null, policy: null }, fox, NOW)).toBeNull();
});

type Case = [what: string, access: AccessContext, asked: Asked | null, denial: unknown];

test.each<Case>([
  ['the bot is paused', accessTo({}, { bot: { ...openBot, paused: true } }), null, { kind: 'paused', scope: 'bot' }],
  [
    'the operator blocked them',
    accessTo({ blocks: [block] }, { bot: { ...openBot, blocked: ['ann'] } }),
    null,
    { kind: 'blocked', scope: 'bot', until: null },
  ],
  [
    'a moderator blocked them, while the server is paused, too',
    accessTo({ blocks: [block], paused: true }),
    fox,
    { kind: 'blocked', scope: 'server', until: NOW + DAY },
  ],
  ['the server is paused', accessTo({ paused: true }), fox, { kind: 'paused', scope: 'server' }],
  ['films are off', accessTo({ off: ['video'] }), [film], { kind: 'featureOff', feature: 'video' }],
  ['turbo is off', accessTo({ off: ['turbo'] }), [imagine('a fox --turbo')], { kind: 'featureOff', feature: 'turbo' }],
  [
    'turbo is off, and the text of a window asks for it',
    accessTo({ off: ['turbo'] }),
    [press('MJ::JOB::reroll::0::abc::SOLO', { text: { prompt: 'a fox --turbo', mask: null } })],
    { kind: 'featureOff', feature: 'turbo' },
  ],
  [
    'larger upscales are off',
    accessTo({ off: ['upscaleHd'] }),
    [press('MJ::JOB::upsample_v6_2x_subtle::1::abc::SOLO')],
    { kind: 'featureOff', feature: 'upscaleHd' },
  ],
  [
    'private results are off',
    accessTo({ off: ['private'] }),
    [imagine('a fox', { private: true })],
    { kind: 'featureOff', feature: 'private' },
  ],
  ['several at once are off', accessTo({ off: ['many'] }), [...fox, ...fox], { kind: 'featureOff', feature: 'many' }],
  ['a word is blocked', accessTo({ words: ['gore'] }), [imagine('more GORE, please')], { kind: 'word', word: 'gore' }],
  [
    'a word is blocked in the text of a window',
    accessTo({ words: ['gore'] }),
    [press('MJ::JOB::reroll::0::abc::SOLO', { text: { prompt: 'gore', mask: null } })],
    { kind: 'word', word: 'gore' },
  ],
  [
    'everyone gets nothing',
    accessTo({ everyone: { day: 0, month: null }, roles: [{ roleId: '7', limit: { day: 40, month: null } }] }),
    fox,
    { kind: 'noPlan', roleIds: ['7'] },
  ],
])(
  'a gesture is refused when %s, and never one of an operator or one that costs nothing',
  (_, access, asked, denial) => {
    expect(authorize(access, asked, NOW)).toEqual(denial);
    expect(authorize({ ...access, isOperator: true }, asked, NOW)).toBeNull();
    expect(authorize(access, [heart], NOW)).toBeNull();
  },
);

test('where nobody pays, nothing that costs is made, not even by an operator; what is closed is closed to all others', () => {
  const grant = newServerGrant(openBot);
  const unpaid = accessTo({}, { grant: { ...grant, pays: false } });
  for (const access of [unpaid, { ...unpaid, isOperator: true }, { ...unpaid, policy: null }]) {
    expect(authorize(access, null, NOW)).toEqual({ kind: 'noKey' });
    expect(authorize(access, fox, NOW)).toEqual({ kind: 'noKey' });
    expect(authorize(access, [heart], NOW)).toBeNull();
  }
  expect(authorize(accessTo({ words: ['fox'] }, { grant: unpaid.grant }), fox, NOW)).toMatchObject({ kind: 'word' });
  const closed = accessTo({}, { grant: { ...grant, closed: true } });
  for (const asked of [null, [], fox, [heart]]) expect(authorize(closed, asked, NOW)).toEqual({ kind: 'closed' });
  expect(authorize({ ...closed, isOperator: true }, fox, NOW)).toBeNull();
});

test('a block that is over, or somebody else’s, keeps nobody', () => {
  expect(authorize(accessTo({ blocks: [{ ...block, until: NOW }] }), fox, NOW)).toBeNull();
  expect(authorize(accessTo({ blocks: [{ ...block, memberId: 'bob' }] }), fox, NOW)).toBeNull();
});

test('what is off keeps nothing else', () => {
  const access = accessTo({ off: ['video', 'turbo', 'upscaleHd', 'edit', 'private', 'action', 'many'] });
  expect(authorize(access, fox, NOW)).toBeNull();
  expect(authorize(access, [press('MJ::JOB::upsample::1::abc')], NOW)).toBeNull();
});

test.each([
  ['gore', 'a scene of Gore.', true],
  ['gore', 'Al Gorelick', false],
  ['gore*', 'a gorefest', true],
  ['*gore', 'a gorefest', false],
  ['*gore*', 'megagorefest', true],
  ['gore', 'ｇｏｒｅ in full width', true],
  ['gore', 'go\u200bre with something invisible', true],
  ['blood bath', 'a blood  bath', true],
  ['血', '一片鲜血', true],
  ['c++', 'written in c++ and ink', true],
  ['***', 'anything', false],
])('the entry %s is looked for as whole words in “%s”', (entry, text, isFound) => {
  expect(blockedWordIn(text, [entry])).toBe(isFound ? entry : null);
});

test('a list is as its author meant it, whatever is written there', () => {
  expect(wordsIn(' Gore \n\n gore\nＧＯＲＥ\n**\nblood bath')).toEqual(['Gore', 'blood bath']);
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 300 }),
      fc.string({ unit: 'grapheme' }),
      (lines, text) => {
        const words = wordsIn(lines.join('\n'));
        expect(words.length).toBeLessThanOrEqual(200);
        const found = blockedWordIn(text, words);
        expect(found === null || words.includes(found)).toBe(true);
        for (const word of words)
          expect(blockedWordIn(`x ${word.replaceAll(/^[* ]+|[* ]+$/g, '')} x`, words)).not.toBeNull();
      },
    ),
    { numRuns: 100 },
  );
});
