import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isRetryable, type Reason } from '../../src/domain/failures/reason.ts';
import { roundedPosition } from '../../src/jobs/submit/scheduler.ts';
import { en } from '../../src/text/en/index.ts';
import { zh } from '../../src/text/zh/index.ts';
import { literalsOf } from './strings.ts';

const reasons: { readonly [K in Reason['kind']]: Extract<Reason, { kind: K }> } = {
  bannedWord: { kind: 'bannedWord', word: 'blood' },
  invalidParameter: { kind: 'invalidParameter', detail: 'unknown --q' },
  invalidRequest: { kind: 'invalidRequest', detail: '' },
  filmSpeed: { kind: 'filmSpeed', speed: 'relax' },
  taskUnknown: { kind: 'taskUnknown' },
  parentClosed: { kind: 'parentClosed' },
  taskNotReady: { kind: 'taskNotReady' },
  noAccount: { kind: 'noAccount' },
  queueFull: { kind: 'queueFull' },
  saturated: { kind: 'saturated' },
  relayFailed: { kind: 'relayFailed' },
  unsupported: { kind: 'unsupported', detail: '' },
  operator: { kind: 'operator', detail: 'quota_not_enough for sk-secret' },
  pictureUnreadable: { kind: 'pictureUnreadable' },
  pictureTooLarge: { kind: 'pictureTooLarge' },
  unreachable: { kind: 'unreachable' },
  taskFailed: { kind: 'taskFailed', detail: 'too dark' },
  timedOut: { kind: 'timedOut' },
  windowFailed: { kind: 'windowFailed' },
  taskCancelled: { kind: 'taskCancelled' },
  taskLost: { kind: 'taskLost' },
  emptyResult: { kind: 'emptyResult', wanted: 'picture' },
  cancelled: { kind: 'cancelled' },
  keyRefused: { kind: 'keyRefused' },
  stopped: { kind: 'stopped' },
  unfollowed: { kind: 'unfollowed' },
  leftAlone: { kind: 'leftAlone' },
  unanswered: { kind: 'unanswered' },
  overdue: { kind: 'overdue' },
  windowExpired: { kind: 'windowExpired' },
  textMissing: { kind: 'textMissing' },
  askedInPrivate: { kind: 'askedInPrivate' },
  superseded: { kind: 'superseded' },
  madeBefore: { kind: 'madeBefore', place: { guildId: '1', channelId: '2', messageId: '3' } },
  earlierFound: { kind: 'earlierFound', place: { guildId: '1', channelId: '2', messageId: '3' } },
  flags: { kind: 'flags', troubles: [{ kind: 'misspelt', flag: '--aspct', meant: '--aspect' }] },
  internal: { kind: 'internal' },
};

/** Words that are English, and that nobody would say here: members cancel, try again and fix, and something is costly. */
const stilted =
  /\b(?:call(?:s|ed|ing)? (?:\S+ )?off|anew|mend(?:s|ed|ing)?|dear|goes first|goes on|come to nothing|came to nothing|whoever)\b|\(usual/i;

describe('the English words', () => {
  it('are those that a native speaker would choose', async () => {
    const sentences: string[] = [];
    for await (const path of glob('src/text/en/*.ts')) {
      sentences.push(...literalsOf(await readFile(path, 'utf8')).map(({ text }) => text));
    }
    expect(sentences.length).toBeGreaterThan(300);
    expect(sentences.filter((sentence) => stilted.test(sentence))).toEqual([]);
  });

  it('speak of Midjourney’s service where members read them, as the Chinese ones do, and of the relay to operators alone', async () => {
    const found: string[] = [];
    for await (const path of glob('src/text/{en,zh}/*.ts', {
      exclude: ['**/alerts.ts', '**/doctor.ts', '**/*-findings.ts', '**/operator.ts'],
    })) {
      const texts = literalsOf(await readFile(path, 'utf8')).filter(({ module }) => !module);
      found.push(
        ...texts.filter(({ text }) => /\brelays?\b(?=.*\s)|\s.*\brelays?\b|中转/i.test(text)).map(({ text }) => text),
      );
    }
    expect(found).toEqual([]);
  });

  it('say of every failure that may be tried again what it cost', () => {
    for (const reason of Object.values(reasons).filter(isRetryable)) {
      const told = (free: boolean) => Object.values(en.explain(reason, 'ref-1', free)).join(' ');
      // That nothing came back proves nothing of a charge.
      if (reason.kind !== 'unanswered') expect(told(true), reason.kind).toMatch(/nothing was charged/i);
      expect(told(false), reason.kind).toMatch(/may (?:or may not )?have been charged/);
    }
  });

  it('tell every reason in a few plain sentences', () => {
    const why = ['expired', 'missing', 'notMedia', 'heic', 'blocked', 'unreachable'] as const;
    const unreadable = why.map((why) => ({ kind: 'pictureUnreadable', why }) as const);
    for (const reason of [...Object.values(reasons), ...unreadable]) {
      const { what, next } = en.explain(reason, 'ref-1');
      expect(what, reason.kind).toMatch(/^[A-Z].{10,150}[.”]$/);
      expect(next, reason.kind).toMatch(/^$|^[A-Z].{5,150}[.`]$/);
      expect(`${what}${next}`, reason.kind).not.toMatch(/undefined|null|HTTP|JSON|\bAPI\b|\bcode\b/);
    }
  });

  it('have Chinese ones for every reason, with or without a proof that nothing was charged', () => {
    for (const reason of Object.values(reasons)) {
      for (const free of [true, false]) {
        const { what, next } = zh.explain(reason, 'ref-1', free);
        expect(what, reason.kind).toMatch(/\p{sc=Han}.*[。”]$/u);
        expect(`${what}${next}`, reason.kind).not.toMatch(/\p{sc=Han}[A-Za-z]|[A-Za-z]\p{sc=Han}|undefined/u);
        const english = en.explain(reason, 'ref-1', free);
        const says = /nothing was charged/i.test(`${english.what} ${english.next}`);
        expect(/没有产生费用/.test(`${what}${next}`), reason.kind).toBe(says);
        // Flags are found wrong before anything is submitted.
        if (!free && reason.kind !== 'flags') expect(says, reason.kind).toBe(false);
      }
    }
  });

  it('repeat what helps the member and keep what concerns the operator', () => {
    expect(en.explain(reasons.bannedWord, '').what).toContain('“blood”');
    expect(en.explain(reasons.taskFailed, '').what).toContain('too dark');
    expect(en.explain(reasons.invalidRequest, '').what).not.toContain('“');
    expect(Object.values(en.explain(reasons.operator, 'ref-1')).join(' ')).not.toMatch(/quota|sk-/);
  });

  it('show a reference for bugs only', () => {
    const withReference = Object.values(reasons).filter((reason) => en.explain(reason, 'ref-1').next.includes('ref-1'));
    expect(withReference.map(({ kind }) => kind)).toEqual(['internal']);
  });

  it.each([en, zh])('never say more of a place in line than is known of it', ({ steps, lookup }) => {
    for (const ahead of [1, 9, 10, 30, 200, 12_345].map(roundedPosition)) {
      const rough = roundedPosition(ahead + 1) === ahead;
      expect(/At least|至少/.test(steps.waiting(ahead, false)), String(ahead)).toBe(rough);
      expect(/\+|至少/.test(lookup.step.waiting(ahead)), String(ahead)).toBe(rough);
    }
  });

  it('count and measure in English', () => {
    expect(en.number(1234)).toBe('1,234');
    expect([0, 900, 42_000, 65_000, 3_600_000, 3_725_000, -5].map(en.duration)).toEqual([
      '0 sec',
      '1 sec',
      '42 sec',
      '1 min, 5 sec',
      '1 hr',
      '1 hr, 2 min',
      '0 sec',
    ]);
    expect(en.replies.tooManyWaiting(1)).toContain('1 picture on');
    expect(en.replies.tooManyWaiting(10)).toContain('10 pictures on');
  });

  it('say where a repeated press has gone, and how to revive old buttons', () => {
    expect(en.replies.alreadyMaking('U2', 'L')).toBe('U2 is already being made: L');
    expect(en.replies.alreadyExists('U2', 'L')).toBe('U2 already exists: L');
    expect(en.replies.buttonsExpired).toContain('Revive buttons');
  });

  it('name a button that has no name', () => {
    expect(en.gestures.action('upscale', 'U2')).toBe('U2');
    expect(en.gestures.action('unknown', '')).toBe('Midjourney button');
  });

  it('fit where Discord shows them', () => {
    for (const command of Object.values(en.commands)) {
      if ('name' in command) expect(command.name).toMatch(/^.{1,32}$/);
      else
        for (const text of [command.description, ...Object.values(command.options)]) expect(text).toMatch(/^.{1,100}$/);
    }
    for (const label of [en.modals.prompt, en.modals.promptPart(4, 4), en.modals.zoom, en.region.paintLabel]) {
      expect(label.length).toBeLessThanOrEqual(45);
    }
  });
});
