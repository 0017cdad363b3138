import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { copied, readDockerfile, root } from './dockerfile.ts';

const instructions = readDockerfile();
const last = instructions.filter(({ stage }) => stage === instructions.at(-1)?.stage);
const of = (keyword: string) => last.filter((instruction) => instruction.keyword === keyword);

test('the image has the Node that `npm ci` installs here, in every stage', () => {
  const { devDependencies } = z
    .object({ devDependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const bases = instructions.filter(({ keyword }) => keyword === 'FROM').map(({ words }) => words[0]);
  expect(bases).toEqual([`node:${devDependencies.node}-trixie-slim`, 'base', 'base']);
});

test('the image copies what is there and what .dockerignore lets through, and nothing else is let through', () => {
  const from = [...new Set(instructions.flatMap(copied).map(([path]) => path))].sort();
  expect(from.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').trim().split('\n');
  expect(ignored[0]).toBe('*');
  expect(
    ignored
      .slice(1)
      .map((line) => line.replace(/^!/, ''))
      .sort(),
  ).toEqual(from);
});

test('the image runs as no root, and what it runs is what we start elsewhere', () => {
  const keywords = last.map(({ keyword }) => keyword);
  expect(of('USER').map(({ text }) => text)).toEqual(['1000:1000']);
  for (const after of ['CMD', 'ENTRYPOINT', 'HEALTHCHECK']) {
    expect(keywords.indexOf(after)).toBeGreaterThan(keywords.indexOf('USER'));
  }
  const arguments_ = [...of('ENTRYPOINT'), ...of('CMD')].flatMap(({ text }) =>
    z.array(z.string()).parse(JSON.parse(text)),
  );
  expect(arguments_).toEqual(['node', 'src/index.ts']);
  expect(existsSync(join(root, 'src/index.ts'))).toBe(true);
});

test('the image starts everything without a shell, which would keep signals to itself', () => {
  for (const { keyword, text } of last) {
    if (keyword === 'CMD' || keyword === 'ENTRYPOINT') expect(text).toMatch(/^\[".*"\]$/);
    if (keyword === 'HEALTHCHECK') expect(text).toMatch(/^CMD \["node", "src\/cli\/health\.mjs"\]$/);
  }
  expect(existsSync(join(root, 'src/cli/health.mjs'))).toBe(true);
});

test('the image takes no secret while it is built', () => {
  expect(instructions.filter(({ keyword }) => keyword === 'ARG')).toEqual([]);
  expect(of('ENV').map(({ text }) => text)).toEqual([
    'NODE_ENV=production NODE_COMPILE_CACHE=/app/.compiled PORT=3000',
  ]);
});
