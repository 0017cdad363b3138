/** The bare bot, with all that Darkroom loads until it is ready in memory: the least that a start of Darkroom takes. */
import { glob } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../../', import.meta.url);
enableCompileCache();
await import(new URL('src/app.ts', root).href);
for await (const path of glob('commands/**/*.ts', { cwd: fileURLToPath(root) })) await import(new URL(path, root).href);
await import('./bare.ts');
