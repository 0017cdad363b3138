import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { strayTexts } from './stray-texts.ts';

const root = join(import.meta.dirname, '../..');

/** Texts in code that are right there: Midjourney's own names, which each language may render, and words for the operator. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src/domain/buttons/action.ts': [
    'Upscale',
    'Reroll',
    'Zoom Out 2x',
    'Zoom Out 1.5x',
    'Make Square',
    'Zoom Out',
    'Custom Zoom',
    'Pan',
    'Favourite',
    'Imagine',
    'Imagine all',
    'Describe again',
    'Cancel Job',
  ],
  'src/domain/buttons/button-query.ts': ['Zoom Out 2x', 'Zoom Out 1.5x'],
  'src/domain/midjourney.ts': ['Midjourney', 'Niji'],
  // What members answer, in their language.
  'src/domain/prompt/flags/choices.ts': ['是', '开', '开启'],

  'src/domain/prompt/prompts-list.ts': ['Imagine all'],
  'commands/pan.ts': ['Pan Left', 'Pan Right', 'Pan Up', 'Pan Down'],
  'commands/reroll.ts': ['Reroll'],
  'commands/zoom.ts': ['Custom Zoom'],
  // Told on the terminal, in the log and by /healthz.
  'src/discord/gateway/client.ts': ['reconnecting to Discord', 'Discord closed the gateway ('],
  // Headers of an upload.
  'src/discord/rest/upload.ts': [
    'Content-Disposition: form-data; name="',
    'Content-Disposition: form-data; name="payload_json"',
    'Content-Type: application/json',
    'multipart/form-data; boundary=',
  ],
  // What the switches are called on Discord's own pages.
  'src/discord/rest/own-facts.ts': ['Presence Intent', 'Server Members Intent', 'Message Content Intent'],
  'src/discord/rest/errors.ts': ['no error object'],
  'src/domain/failures/errors.ts': [
    'another process has answered',
    'Conflict',
    'got no answer',
    'the job',
    'has been moved meanwhile',
    'the record',
    'is damaged',
  ],
  'src/jobs/account-watch.ts': ['no account of the relay is usable'],
  'src/jobs/tick.ts': ['looking for a submission'],
  'src/jobs/engine.ts': ['writing jobs down', 'forgetting dropped jobs'],
};

async function sources(): Promise<readonly (readonly [string, string])[]> {
  const paths = ['commands', 'src/discord', 'src/domain', 'src/jobs'].map(async (top) => {
    const names = await readdir(join(root, top), { recursive: true });
    return names.filter((name) => name.endsWith('.ts')).map((name) => `${top}/${name}`);
  });
  const all = (await Promise.all(paths)).flat().sort();
  return Promise.all(all.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const));
}

describe('texts that members read', () => {
  it('are in the catalogues and nowhere in code', async () => {
    const found = new Map<string, Set<string>>();
    for (const [path, source] of await sources())
      for (const text of strayTexts(source)) found.set(path, (found.get(path) ?? new Set()).add(text));
    const sorted = (texts: Iterable<string>) => [...texts].sort();
    expect(Object.fromEntries([...found].map(([path, texts]) => [path, sorted(texts)]))).toEqual(
      Object.fromEntries(Object.entries(allowed).map(([path, texts]) => [path, sorted(texts)])),
    );
  });
});

describe('the check itself', () => {
  it.each([
    ["answer.tell('Write what you want to see.');", 'Write what you want to see.'],
    ["const label = 'Continue';", 'Continue'],
    ['const label = "Try again";', 'Try again'],
    ['const text = `Made by $' + '{name} just now`;', 'just now'],
    ['const text = `$' + "{done ? 'Ready!' : ''}`;", 'Ready!'],
    ["const label = '继续';", '继续'],
    ["log.info({}, 'quiet'); tell('Not so quiet');", 'Not so quiet'],
  ])('finds the text in %s', (source, text) => {
    expect(strayTexts(source)).toContain(text);
  });

  it.each([
    "import { x } from './Some Where.ts';",
    "// answer.tell('Write what you want to see.');",
    "log.warn({ job: job.id, error: String(error) }, 'a result could not be shown now');",
    "throw new RangeError('an argument of ' + kind + ' is not an id');",
    "const id = 'settings::open::all';",
    "const flag = '--style raw';",
    "type Kind = 'text' | 'link';",
    'const id = `retry::$' + '{jobId}`;',
  ])('leaves %s alone', (source) => {
    expect(strayTexts(source)).toEqual([]);
  });
});
