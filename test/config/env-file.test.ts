import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAssignments } from '../../src/config/env-file.ts';
import { noFiles, type SettingsFile } from '../../src/config/sources.ts';
import { ConfigError, openSettingsFiles, readConfig, readStoreConfig, settingsNotes } from '../../src/config.ts';
import { type EnvReader, envReaders } from './env-readers.ts';

const token = 'MTU3.Gh3x.aB-c_9';
const key = 'sk-51characters';
const server = '11111111111111111';

const utf8 = (text: string) => new TextEncoder().encode(text);
const file = (bytes: Uint8Array, mode = 0o600): SettingsFile => ({ path: '.env', bytes, code: null, mode });

/** What Darkroom says when it is started with a file as `reader` reads it: `starts`, or the first sentence. */
function told(bytes: Uint8Array, reader: EnvReader, isFileSeen: boolean) {
  const env = reader(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  if (env === null) return { start: 'not read', notes: [] };
  const files = isFileSeen ? { settings: [file(bytes)], secrets: [] } : noFiles;
  try {
    const { discordToken, relays, allowedGuilds } = readConfig(env, files);
    const isMeant = discordToken === token && relays[0]?.key === key && allowedGuilds?.has(server);
    return { start: isMeant ? 'starts' : 'starts otherwise', notes: settingsNotes(env, files) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.message).not.toContain(token);
    return { start: error.problems.join(' '), notes: [] };
  }
}

const plain = `DISCORD_TOKEN=${token}\nRELAY_API_KEY=${key}\nALLOWED_GUILDS=${server}\n`;
const utf16 = (text: string, isBig = false) => {
  const bytes = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
  return isBig ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes;
};

/** Fourteen files, and what each program makes of them: it starts as its author meant, or a sentence says why not. */
const files: readonly (readonly [
  string,
  Uint8Array,
  node: string | RegExp,
  docker: string | RegExp,
  compose: string | RegExp,
])[] = [
  ['is plain', utf8(plain), 'starts', 'starts', 'starts'],
  ['has Windows line ends', utf8(plain.replaceAll('\n', '\r\n')), 'starts', 'starts', 'starts'],
  [
    'begins with a mark',
    utf8(`\ufeff${plain}`),
    /^\.env begins with an invisible mark.*without BOM.*or run sed -i '1s\/\^\\xEF\\xBB\\xBF\/\/' \.env$/,
    'starts',
    'starts',
  ],
  ['begins with a mark and a comment', utf8(`\ufeff# mine\n${plain}`), 'starts', 'starts', 'starts'],
  ['is UTF-16', utf16(plain), /^\.env is saved as UTF-16.*save it as UTF-8\.$/, /DISCORD_TOKEN is not set/, /not read/],
  ['is UTF-16, the other way round', utf16(plain, true), /^\.env is saved as UTF-16/, /is not set/, /not read/],
  ['has quotation marks', utf8(plain.replaceAll(/=(.*)/g, '="$1"')), 'starts', 'starts', 'starts'],
  ['has single ones', utf8(plain.replaceAll(/=(.*)/g, "='$1'")), 'starts', 'starts', 'starts'],
  [
    'has comments and blank lines',
    utf8(`# a\n\n${plain.replaceAll('\n', '\n\n# b=c\n')}`),
    'starts',
    'starts',
    'starts',
  ],
  [
    'has a quotation mark in front only',
    utf8(plain.replace(key, `"${key}`)),
    /^RELAY_API_KEY has a quotation mark at one end only: .*\.$/,
    /^RELAY_API_KEY has a quotation mark at one end/,
    'not read',
  ],
  [
    'has one behind only',
    utf8(plain.replace(key, `${key}'`)),
    /^RELAY_API_KEY has a quotation mark at one end only: /,
    /^RELAY_API_KEY has a quotation/,
    /^RELAY_API_KEY has a quotation/,
  ],
  [
    'has two that enclose a line',
    utf8(`RELAY_MODE="fast\n${plain.replace(server, `"${server}"`)}`),
    /^RELAY_MODE in line 1 of \.env has no quotation mark at its end, and takes in the line after it: add it\.( |$)/,
    /^RELAY_MODE has a quotation/,
    'not read',
  ],
  [
    'has white space for a value',
    utf8(`RELAY_MODE= \n${plain}`),
    /^RELAY_MODE in line 1 of \.env has only white space after its "=", and takes in the line after it: remove that\./,
    'starts',
    'starts',
  ],
  ['says export', utf8(plain.replaceAll(/^(?=.)/gm, 'export ')), 'starts', 'not read', 'starts'],
];

describe('a .env that', () => {
  it.each(files)('%s', (_name, bytes, ...expected) => {
    const [node, docker, compose] = expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one)));
    expect({
      node: told(bytes, envReaders.node, true).start,
      docker: told(bytes, envReaders.docker, false).start,
      compose: told(bytes, envReaders.compose, false).start,
    }).toEqual({ node, docker, compose });
  });

  it('has a # in a value, which Node cuts off, is told of', () => {
    const { notes } = told(utf8(plain.replace(key, `${key}#2`)), envReaders.node, true);
    expect(notes).toEqual([
      'RELAY_API_KEY in line 2 of .env is read only up to the "#": put the whole value into single quotes.',
    ]);
    expect(told(utf8(plain.replace(key, `${key} # mine`)), envReaders.node, true)).toEqual({
      start: 'starts',
      notes: [],
    });
  });

  it('goes on behind a quotation mark is told of', () => {
    const { notes } = told(utf8(plain.replace(key, `"${key}"2`)), envReaders.node, true);
    expect(notes).toEqual([
      expect.stringMatching(/^RELAY_API_KEY in line 2 of \.env goes on after its closing quotation mark/),
    ]);
  });

  it('others may read is found, once there is a secret in it', () => {
    const find = (text: string, mode: number) =>
      openSettingsFiles({ settings: [file(utf8(text), mode)], secrets: [] }).map(({ path }) => path);
    expect(find(plain, 0o644)).toEqual(['.env']);
    expect(find(plain, 0o600)).toEqual([]);
    expect(find('DISCORD_TOKEN=\nPORT=3000\n', 0o644)).toEqual([]);
  });

  it('cannot be read stops the start with what to do, also that of npm run store', () => {
    const unread = { settings: [{ path: '.env', bytes: null, code: 'EACCES', mode: null }], secrets: [] };
    for (const read of [readConfig, readStoreConfig]) {
      const start = () => read({ DISCORD_TOKEN: token, RELAY_API_KEY: key }, unread);
      expect(start).toThrow(ConfigError);
      expect(start).toThrow(/\.env may not be read by the user that Darkroom runs as: .*chown.*chmod 600 \.env/);
    }
  });

  it('has a name that is no setting of ours is told of, with the near one where there is one', () => {
    const text = `${plain}RELAY_COLOUR=red\nMEMBER_MAX_WATING=3\nEMPTY=\nNODE_ENV=production\nTZ=UTC\nno_proxy=x\nDARKROOM_IMAGE=x\nNO_COLOR=1\n`;
    expect(told(utf8(text), envReaders.node, true)).toEqual({
      start: 'starts',
      notes: [
        'MEMBER_MAX_WATING is no setting of Darkroom: did you mean MEMBER_MAX_WAITING?',
        'RELAY_COLOUR is no setting of Darkroom, so it does nothing.',
      ],
    });
    expect(told(utf8(text), envReaders.node, false).notes).toEqual([
      'MEMBER_MAX_WATING is no setting of Darkroom: did you mean MEMBER_MAX_WAITING?',
    ]);
  });

  it('lacks a setting says which name in it may be the misspelt one', () => {
    const text = plain.replace('RELAY_API_KEY', 'RELAY_APIKEY');
    const start = () => readConfig(envReaders.node(text) ?? {}, { settings: [file(utf8(text))], secrets: [] });
    expect(start).toThrow(
      /- RELAY_API_KEY is not set.*\n- RELAY_APIKEY is no setting of Darkroom: did you mean RELAY_API_KEY\?$/,
    );
  });
});

describe('whatever a file holds', () => {
  const piece = fc.constantFrom(
    'A',
    'PORT',
    '=',
    '\n',
    '"',
    "'",
    '`',
    '#',
    ' ',
    '\t',
    '\r',
    'export ',
    '\\n',
    '\ufeff',
    'ö',
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary' }),
  );

  it('it is read as Node reads it', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const read = Object.fromEntries(readAssignments(whole).map(({ name, value }) => [name, value]));
        const { '': _nameless, ...node } = envReaders.node(whole) ?? {};
        expect(read).toEqual(node);
      }),
      { numRuns: 2000 },
    );
  });

  it('no sentence about it repeats a value', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom('"', "'", '#', ' ', ''), (before, after, mark) => {
        const whole = `${before}\nRELAY_API_KEY=${mark}s3cr3t-key\n${after}`;
        const files = { settings: [file(utf8(whole), 0o644)], secrets: [] };
        const env = envReaders.node(whole) ?? {};
        let message = '';
        try {
          message = settingsNotes(env, files).join('\n');
          readConfig(env, files);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          message += error.message;
        }
        expect(message).not.toContain('s3cr3t');
      }),
    );
  });
});
