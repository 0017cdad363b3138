import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean } from '../../src/config/clean.ts';
import { isWritable, withSettings } from '../../src/setup/env-writer.ts';
import { envReaders } from '../config/env-readers.ts';

const settings = (pairs: Readonly<Record<string, string>>) => new Map(Object.entries(pairs));

describe('what setup writes', () => {
  it('stands where the setting was, or where a comment waits for it, else at the end', () => {
    const before = '# mine\nPORT=3000 # web\n\n# The key.\nRELAY_API_KEY=\n# RELAY_MODE=\n  export TZ=UTC';
    const after = withSettings(before, settings({ RELAY_API_KEY: 'sk-1', RELAY_MODE: 'fast', ALLOWED_GUILDS: '1,2' }));
    expect(after).toBe(
      '# mine\nPORT=3000 # web\n\n# The key.\nRELAY_API_KEY=sk-1\nRELAY_MODE=fast\n  export TZ=UTC\nALLOWED_GUILDS=1,2\n',
    );
  });

  it('takes the place of the assignment that counts, all its lines, and keeps Windows line ends', () => {
    const before = 'A=1\r\nDISCORD_TOKEN=old\r\nDISCORD_TOKEN="older\r\nstill"\r\nB=2\r\n';
    expect(withSettings(before, settings({ DISCORD_TOKEN: 'a.b.c' }))).toBe(
      'A=1\r\nDISCORD_TOKEN=old\r\nDISCORD_TOKEN=a.b.c\r\nB=2\r\n',
    );
  });

  it('is in single quotation marks where a program would read it otherwise', () => {
    const text = withSettings('', settings({ RELAY_API_KEY: 'sk-a#b$c "d" \\n', RELAY_URL: 'https://a.example:1/x' }));
    expect(text).toBe(`RELAY_API_KEY='sk-a#b$c "d" \\n'\nRELAY_URL=https://a.example:1/x\n`);
  });

  it.each(["it's", 'two\nlines', '', 'bell\x07'])('is refused where it could not be written: %j', (value) => {
    expect(isWritable(value)).toBe(false);
    expect(() => withSettings('', settings({ RELAY_API_KEY: value }))).toThrow(/RELAY_API_KEY has a character/);
  });

  it('is refused below a quotation mark that would take it in', () => {
    const write = () => withSettings("OTHER='abc\n", settings({ RELAY_API_KEY: 'a b' }));
    expect(write).toThrow(/RELAY_API_KEY would not be read .* quotation mark at one end only\./);
  });
});

describe('whatever is written', () => {
  const names = fc.constantFrom('DISCORD_TOKEN', 'RELAY_API_KEY', 'RELAY_URL', 'ALLOWED_GUILDS');
  const value = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => isWritable(text) && text.trim() === text);
  const bare = value.filter((text) => clean({ A: text }, ['A']).A === text);
  const answers = fc.dictionary(names, bare, { minKeys: 1 });
  const line = fc.oneof(
    fc.constantFrom(
      '',
      '# a comment',
      '# RELAY_URL=',
      'RELAY_URL=',
      'PORT=3000',
      "DISCORD_TOKEN='old one'",
      'ALLOWED_GUILDS="1"',
    ),
    fc.stringMatching(/^# [ -~]{0,20}$/),
  );
  const file = fc
    .tuple(fc.array(line), fc.constantFrom('\n', '\r\n'))
    .map(([lines, end]) => lines.map((one) => `${one}${end}`).join(''));

  it('Node, docker and Compose read the same, and Darkroom takes it for what was answered', () => {
    fc.assert(
      fc.property(file, answers, (before, given) => {
        const text = withSettings(before, settings(given));
        for (const read of Object.values(envReaders)) {
          const env = read(text);
          expect(env).not.toBeNull();
          expect(clean(env ?? {}, Object.keys(given))).toEqual(given);
        }
        const { node, compose } = envReaders;
        for (const name of Object.keys(given)) expect(node(text)?.[name]).toBe(compose(text)?.[name]);
      }),
      { numRuns: 500 },
    );
  });

  it('every other line stays as it was, in its order', () => {
    fc.assert(
      fc.property(file, answers, (before, given) => {
        const lines = (text: string) => text.replace(/\r?\n$/, '').split(/\r?\n/);
        const isOther = (line: string) =>
          !Object.keys(given).some((name) => line.replace(/^# ?/, '').startsWith(`${name}=`));
        const left = lines(withSettings(before, settings(given))).filter(isOther);
        expect(left).toEqual(before === '' ? [] : lines(before).filter(isOther));
      }),
    );
  });

  it('writing it again changes nothing', () => {
    fc.assert(
      fc.property(file, answers, (before, given) => {
        const once = withSettings(before, settings(given));
        expect(withSettings(once, settings(given))).toBe(once);
      }),
    );
  });
});
