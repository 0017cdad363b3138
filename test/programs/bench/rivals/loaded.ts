/**
 * The bare bot, or with LOADED_NAIVE the naive one, with all that Darkroom loads until it is ready in memory: the least that a start of
 * Darkroom takes, and the least that it needs of memory.
 */
import { glob } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../../', import.meta.url);
enableCompileCache();
await import(new URL('src/app.ts', root).href);
for await (const path of glob('commands/**/*.ts', { cwd: fileURLToPath(root) })) await import(new URL(path, root).href);
await import(process.env.LOADED_NAIVE ? './naive.ts' : './bare.ts');
