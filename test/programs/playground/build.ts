import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the page into a folder, from which it is served as files. */
export async function buildPage(folder: string): Promise<void> {
  await build({
    root: fileURLToPath(new URL('page', import.meta.url)),
    configFile: false,
    envFile: false,
    logLevel: 'error',
    // By itself it would take what NODE_ENV says, which is "test" at times.
    mode: 'production',
    resolve: { conditions: ['module', 'browser', 'production'] },
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', minify: false, modulePreload: false },
  });
}
