import './runtime.mjs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { listenForStop } from './app/stop-signals.ts';

// What is written from here on is for the eyes of its owner only.
process.umask(0o077);
const stop = listenForStop({ follows: process.env.npm_lifecycle_event === 'start' });
// From here on, what Node compiles is kept for the next start: beside the packages, where nobody else can write and where
// `npm ci` clears it. NODE_COMPILE_CACHE names another folder. Without a folder to write to, every start compiles again.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)));
const { readSettingsFiles } = await import('./config/sources.ts');
const { run } = await import('./app/run.ts');
await run(process.env, readSettingsFiles(process.env, process.execArgv), stop);
// The handlers were loaded meanwhile.
flushCompileCache();
