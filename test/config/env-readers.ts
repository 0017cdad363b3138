import { parseEnv } from 'node:util';

/** What a program makes of the text of a `.env` file; null when it refuses the file. */
export type EnvReader = (text: string) => Readonly<Record<string, string>> | null;

/** Node's own reader, that of `--env-file`. */
const node: EnvReader = (text) =>
  Object.fromEntries(Object.entries(parseEnv(text)).map(([name, value = '']) => [name, value]));

/**
 * A model of `docker run --env-file`: a line is a name and everything behind its first `=`, with quotation marks and white
 * space. https://docs.docker.com/reference/cli/docker/container/run/#env
 */
const docker: EnvReader = (text) => {
  const found: [string, string][] = [];
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const bare = line.trimStart();
    const equals = bare.indexOf('=');
    if (bare === '' || bare.startsWith('#') || equals < 0) continue;
    const name = bare.slice(0, equals);
    if (name === '' || /\s/.test(name)) return null;
    found.push([name, bare.slice(equals + 1)]);
  }
  return Object.fromEntries(found);
};

/**
 * A model of Compose's `env_file`: quotation marks are taken off, `$NAME` is replaced outside single ones, and a `#` begins a
 * comment only behind white space.
 * https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
 */
const compose: EnvReader = (text) => {
  const found: [string, string][] = [];
  let rest = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  for (;;) {
    rest = rest.replace(/^(?:\s|#[^\n]*)+/, '');
    if (rest === '') return Object.fromEntries(found);
    const [statement, name = ''] = /^(?:export\s+)?([A-Za-z0-9_.-]+)[^\S\n]*[=:][^\S\n]*/.exec(rest) ?? [];
    if (statement === undefined) return null;
    rest = rest.slice(statement.length);
    const quoted = /^(?:'([^']*)'|"((?:[^"\\]|\\.)*)")[^\S\n]*(?:#[^\n]*)?(?=\n|$)/s.exec(rest);
    if (/^["']/.test(rest) && !quoted) return null;
    const [all = ''] = quoted ?? /^[^\n]*/.exec(rest) ?? [];
    const literal = quoted?.[1];
    found.push([
      name,
      literal ?? expand(quoted?.[2]?.replaceAll('\\n', '\n') ?? all.replace(/(^|\s+)#.*$/, '').trim()),
    ]);
    rest = rest.slice(all.length);
  }
};

function expand(value: string): string {
  return value
    .replaceAll('$$', '\0')
    .replace(/\$(?:\{\w*\}|\w+)/g, '')
    .replaceAll('\0', '$');
}

/** The programs that read a `.env`, by name. */
export const envReaders = { node, docker, compose };
