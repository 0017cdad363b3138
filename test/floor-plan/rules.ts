import { posix } from 'node:path';
import { type Import, importsOf, withoutComments, withoutTexts } from './imports.ts';
import { floorOf, isEntry, knowingTime, roomOf, rooms } from './rooms.ts';

/** Sources by their path in the repository, such as `src/domain/job/job.ts`. */
export type Sources = ReadonlyMap<string, string>;

/** Everything in the program's files that the floor plan forbids, one sentence each. */
export function violations(sources: Sources): readonly string[] {
  const found: string[] = [];
  for (const [path, source] of sources) {
    const misplaced = placeTrouble(path);
    found.push(...misplaced, ...fileTrouble(path, source));
    if (misplaced.length === 0) found.push(...importsOf(source).flatMap((one) => importTrouble(path, one)));
  }
  return [...found, ...cycles(sources)];
}

/** What is forbidden in every file, tests included: names of old and object literals that are spread into another. */
export function habits(sources: Sources): readonly string[] {
  return [...sources].flatMap(([path, source]) => [...nameTrouble(path), ...spreadTrouble(path, source)]);
}

/** The longest file a reader should have to hold in mind: lines of code, and lines in all. */
const MOST = { code: 220, all: 300 };

function placeTrouble(path: string): string[] {
  const room = rooms[roomOf(path)];
  if (!room) return [`${path} belongs to no room of the floor plan`];
  return room.floors && !floorOf(path) ? [`${path} stands on no floor of its room`] : [];
}

function fileTrouble(path: string, source: string): string[] {
  const found: string[] = [];
  const code = withoutComments(source);
  const all = source.trimEnd().split('\n').length;
  const lines = code.split('\n').filter((line) => line.trim() !== '').length;
  if (lines > MOST.code) found.push(`${path} has ${lines} lines of code, more than ${MOST.code}`);
  else if (all > MOST.all) found.push(`${path} has ${all} lines, more than ${MOST.all}`);
  if (isEntry(path)) return found;
  if (/\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[|\benv\b[^;\n]*=\s*process\b/.test(code)) {
    found.push(`${path} reads the environment`);
  }
  if (/\bDate\.now\b|\bnew Date\(\)/.test(code) && !knowingTime.has(path)) {
    found.push(`${path} asks the computer what time it is, which may be wrong`);
  }
  if (
    /^(?:await|for|if|void|while|try|new)\b|^[\w$.]+\(|^(?:export )?(?:let|var)\b|^[^\s/*].*=\s*await\b/m.test(code)
  ) {
    found.push(`${path} does something when it is imported`);
  }
  return found;
}

function importTrouble(path: string, { specifier, typeOnly }: Import): string[] {
  const name = roomOf(path);
  const room = rooms[name] ?? { rooms: [], packages: [] };
  if (specifier === null) return name === 'discord' || name === 'app' ? [] : [`${path} imports a computed path`];
  if (!specifier.startsWith('.')) {
    if (specifier === 'node:process') return [`${path} reads the environment`];
    const known = room.packages.some((one) => (one.endsWith(':') ? specifier.startsWith(one) : inside(specifier, one)));
    return known ? [] : [`${path} imports ${specifier}, which ${name} may not`];
  }
  const target = posix.join(posix.dirname(path), specifier);
  if (name === 'commands' && roomOf(target) === 'commands') return [`${path} imports another command`];
  if (name === roomOf(target)) return isBelow(path, target) ? [] : [`${path} imports ${target}, which is not below it`];
  if (!room.rooms.some((one) => inside(target, posix.join('src', one)) || target === `src/${one}.ts`)) {
    return [`${path} imports ${target}, which ${name} may not`];
  }
  if (name === 'text' && !typeOnly) return [`${path} imports more than types from ${target}`];
  return [];
}

/** Whether a file may see another one of its room. */
function isBelow(path: string, target: string): boolean {
  const from = floorOf(path);
  const to = floorOf(target);
  if (!from) return true;
  return to !== null && (to.floor > from.floor || to.place === from.place);
}

function inside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Words that only this project knew, in names of files and folders. The project's words are in docs/architecture.md. */
const privateWords = new Set(
  [
    'abilities aftermath album attic beat bell board book claiming closing counter desk dispatch dress encore far',
    'gate gauge hall hushed keyed ladder lane ledgers making mates packing paper parcel play reception',
    'rung runner shelf sights speak stage storm ticker trap turns upkeep wall weather worn',
  ].flatMap((line) => line.split(' ')),
);

function nameTrouble(path: string): string[] {
  const words = path.replace(/(?:\.test)?\.\w+$/, '').split(/[/.-]/);
  return words
    .filter((word) => privateWords.has(word))
    .map((word) => `${path} is named with the private word "${word}"`);
}

/** `...{ a, b }` only keeps fields on one line: they are written one by one instead. */
function spreadTrouble(path: string, source: string): string[] {
  const code = withoutTexts(source);
  return [...code.matchAll(/\.\.\.\s*\(?\s*\{/g)].map(({ index }) => {
    const line = code.slice(0, index).split('\n').length;
    return `${path}:${line} spreads an object literal; write its fields themselves`;
  });
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
