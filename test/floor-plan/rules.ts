import { posix } from 'node:path';
import { type Import, importsOf, withoutComments } from './imports.ts';

/** What a part of the program may import: other parts, and packages. Its own files are always allowed. */
type Floor = { readonly parts: readonly string[]; readonly packages: readonly string[] };

const below = ['domain', 'text', 'lib'];

const floors: Readonly<Record<string, Floor>> = {
  domain: { parts: [], packages: [] },
  text: { parts: ['domain'], packages: [] },
  lib: { parts: [], packages: ['node:'] },
  jobs: { parts: ['domain', 'lib'], packages: [] },
  discord: { parts: [...below, 'jobs'], packages: ['node:', 'discord.js', 'zod', 'p-limit', 'lru-cache'] },
  relay: { parts: below, packages: ['node:', 'undici', 'zod', 'p-limit'] },
  store: { parts: below, packages: ['node:', 'keyv', '@keyv/sqlite', 'zod'] },
  pictures: { parts: below, packages: ['node:', 'undici', 'sharp', 'p-limit'] },
  http: { parts: below, packages: ['node:', 'hono', '@hono/node-server'] },
  config: { parts: ['domain', 'relay/http/address.ts', 'store/backends/backend.ts'], packages: ['node:', 'zod'] },
  log: { parts: ['domain'], packages: ['node:', 'pino'] },
  app: {
    parts: [...below, 'jobs', 'discord', 'relay', 'store', 'pictures', 'http', 'config', 'log'],
    packages: ['node:'],
  },
  'store-tool': { parts: ['config', 'store'], packages: [] },
  index: { parts: ['app', 'config', 'log', 'domain'], packages: ['node:'] },
  commands: { parts: ['discord', 'jobs', ...below], packages: ['node:', 'discord.js'] },
};

/** What is started: only these act when they are imported, and read the environment. */
export const entries: ReadonlySet<string> = new Set(['src/index.ts', 'src/store-tool.ts']);

/** Sources by their path in the repository, such as `src/domain/job.ts`. */
export type Sources = ReadonlyMap<string, string>;

/** Everything in these files that the floor plan forbids, one sentence each. */
export function violations(sources: Sources): readonly string[] {
  const found: string[] = [];
  for (const [path, source] of sources) {
    const imports = importsOf(source);
    found.push(...imports.flatMap((one) => importTrouble(path, one)));
    found.push(...fileTrouble(path, source));
  }
  return [...found, ...cycles(sources)];
}

/** The longest file a reader should have to hold in mind. */
const MOST_LINES = 220;

function fileTrouble(path: string, source: string): string[] {
  const found: string[] = [];
  const code = withoutComments(source);
  const lines = source.trimEnd().split('\n').length;
  if (lines > MOST_LINES) found.push(`${path} has ${lines} lines, more than ${MOST_LINES}`);
  if (entries.has(path)) return found;
  if (/\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[|\benv\b[^;\n]*=\s*process\b/.test(code)) {
    found.push(`${path} reads the environment`);
  }
  if (
    /^(?:await|for|if|void|while|try|new)\b|^[\w$.]+\(|^(?:export )?(?:let|var)\b|^[^\s/*].*=\s*await\b/m.test(code)
  ) {
    found.push(`${path} does something when it is imported`);
  }
  return found;
}

function importTrouble(path: string, { specifier, typeOnly }: Import): string[] {
  const part = partOf(path);
  const floor = floors[part];
  if (!floor) return [`${path} belongs to no part of the floor plan`];
  if (specifier === null) return part === 'discord' || part === 'app' ? [] : [`${path} imports a computed path`];
  if (!specifier.startsWith('.')) {
    if (specifier === 'node:process') return [`${path} reads the environment`];
    const known = floor.packages.some((name) =>
      name.endsWith(':') ? specifier.startsWith(name) : inside(specifier, name),
    );
    return known ? [] : [`${path} imports ${specifier}, which ${part} may not`];
  }
  const target = posix.join(posix.dirname(path), specifier);
  if (part === 'commands' && partOf(target) === 'commands') return [`${path} imports another command`];
  if (part === partOf(target)) return [];
  if (!floor.parts.some((name) => inside(target, `src/${name}`) || target === `src/${name}.ts`)) {
    return [`${path} imports ${target}, which ${part} may not`];
  }
  if (part === 'text' && !typeOnly) return [`${path} imports more than types from ${target}`];
  return [];
}

/** `src/relay/address.ts` is of `relay`, `src/log.ts` and `src/log/scrub.ts` of `log`, `commands/x.ts` of `commands`. */
function partOf(path: string): string {
  const [top = '', next = ''] = path.split('/');
  if (top === 'src') return next.replace(/\.ts$/, '');
  return top;
}

function inside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Each cycle once, told from its alphabetically first file; imports of types alone count too. */
function cycles(sources: Sources): string[] {
  const next = new Map([...sources].map(([path, source]) => [path, neighbours(path, source, sources)]));
  const done = new Set<string>();
  const found: string[] = [];
  function walk(path: string, trail: readonly string[]): void {
    const at = trail.indexOf(path);
    if (at >= 0) found.push(`${[...trail.slice(at), path].join(' -> ')} is a cycle`);
    if (at >= 0 || done.has(path)) return;
    for (const target of next.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  }
  for (const path of [...sources.keys()].sort()) walk(path, []);
  return found;
}

function neighbours(path: string, source: string, sources: Sources): string[] {
  return importsOf(source)
    .map(({ specifier }) => (specifier?.startsWith('.') ? posix.join(posix.dirname(path), specifier) : ''))
    .filter((target) => sources.has(target));
}
