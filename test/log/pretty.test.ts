import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';

const TIME = String.raw`\d\d:\d\d:\d\d`;

/** What a terminal is shown. */
function listen(secrets: readonly string[] = []) {
  const shown: string[] = [];
  const stream = { write: (text: string) => void shown.push(text) };
  return { log: createLog({ level: 'debug', format: 'pretty', secrets, stream }), shown };
}

test('a line for people has the local time, the sentence and ids, and its level only where that is not info', () => {
  const { log, shown } = listen();
  log.info({ job: '1576', ms: 41_000, guild: '42', relay: 'main' }, 'a job ended: imagine, shown after 41 s');
  log.warn({ memberId: '7' }, 'one member’s submissions go unanswered: theirs wait');
  expect(shown[0]).toMatch(new RegExp(`^${TIME}  a job ended: imagine, shown after 41 s  job=1576\n$`));
  expect(shown[1]).toMatch(new RegExp(`^${TIME}  warn one member’s submissions go .* memberId=7\n$`));
});

test('a fault of ours shows its stack and what caused it; any other failure is one line', () => {
  const { log, shown } = listen();
  const error = new Error('it broke', { cause: new TypeError('the reason') });
  log.error({ job: '1', error }, 'a delivery failed');
  log.warn({ error }, 'that is tried again');
  log.error({ alert: 'diskLow' }, 'Only 9 MB are left.');
  expect(shown[0]).toMatch(/error a delivery failed {2}job=1\n {10}Error: it broke\n {10} +at .*pretty\.test\.ts/);
  expect(shown[0]).toMatch(/\n {10}caused by\n {10}TypeError: the reason\n/);
  expect(shown[1]).toMatch(/that is tried again \(Error: it broke\)\n$/);
  expect(shown[2]).toMatch(/error Only 9 MB are left\. {2}alert=diskLow\n$/);
  expect(shown.slice(1).join('').match(/\n/g)).toHaveLength(2);
});

test('what a relay writes moves no cursor, sets no title and turns no direction', () => {
  const { log, shown } = listen();
  const detail = 'no\u001b[2J\u009b31m\u0007\r\n\u202egnp.exe\u2066\u2028';
  log.info({ detail }, `refused: ${detail}`);
  const escaped = String.raw`no\u001b[2J\u009b31m\u0007\u000d\u000a\u202egnp.exe\u2066\u2028`;
  expect(shown[0]).toMatch(/^\d\d:\d\d:\d\d {2}refused/);
  expect(shown[0]?.split(escaped)).toHaveLength(3);
});

test('a secret is as hidden as in JSON', () => {
  const { log, shown } = listen(['sk-relay-key-value']);
  log.error({ error: new Error('with sk-relay-key-value') }, 'sent sk-relay-key-value');
  expect(shown.join('')).not.toContain('relay-key-value');
  expect(shown.join('')).toContain('[hidden]');
});

test('no control byte is printed, whatever is logged, and every line begins where we let it begin', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('\u001b', '\u009d', '\r', '\n', '\u202e', '\u2069', '\ud800', '\u200f', 'x') }),
  );
  const error = fc
    .tuple(text, text, text)
    .map(([message, name, stack]) =>
      Object.assign(new Error(message, { cause: Object.assign(new Error(name), { stack: name }) }), { name, stack }),
    );
  const facts = fc.dictionary(
    fc.constantFrom('job', 'detail', 'error', 'err', 'trouble', 'time', 'level', 'msg'),
    fc.oneof(text, error, fc.array(text)),
  );
  const { log, shown } = listen();
  fc.assert(
    fc.property(facts, text, fc.constantFrom('info', 'error'), (some, sentence, level) => {
      shown.length = 0;
      log[level](some, sentence);
      const lines = shown.join('').split('\n');
      expect(lines.pop()).toBe('');
      for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(lines[0]).toMatch(/^(?:\d\d|--):(?:\d\d|--):(?:\d\d|--) {2}/);
      for (const line of lines.slice(1)) expect(line).toMatch(/^ {10}/);
    }),
    { numRuns: 50 },
  );
});
