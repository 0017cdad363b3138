import { enableCompileCache, flushCompileCache } from 'node:module';

// From here on, what Node compiles is kept on disk for the next start.
enableCompileCache();
const { run } = await import('./app/run.ts');
// Written at once: a process that is killed would never write it. The first time this takes a while, so it comes before
// anybody waits for an answer.
flushCompileCache();
await run(process.env);
flushCompileCache();
