import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../emulator/free-port.ts';
import { createCrashFixture } from './fixture.ts';

/** At its end a process says whether it has loaded what makes metrics. */
const CONFESS = `data:text/javascript,${encodeURIComponent(
  `import { createRequire } from 'node:module';
   const { cache } = createRequire('file:///x.js');
   process.on('exit', () => process.stderr.write('loaded: ' + Object.keys(cache).some((path) => path.includes('prom-client'))));`,
)}`;

test('a bot that is not to be measured does not even load what measures', async () => {
  const { start } = await createCrashFixture({ env: { NODE_OPTIONS: `--import=${CONFESS}` } });
  const bot = await start();
  await bot.terminate();
  expect(bot.stderr).toBe('loaded: false');
  const measured = await start({ METRICS: `127.0.0.1:${await freePort()}` });
  await measured.terminate();
  expect(measured.stderr).toBe('loaded: true');
});

test('metrics at an address that another program uses are one sentence, and another start may help', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void other.close());
  const { begin } = await createCrashFixture();
  const bot = begin({ METRICS: `127.0.0.1:${port}` });
  expect(await bot.ended()).toMatchObject({ code: 1 });
  expect(bot.stderr).toBe(
    `METRICS cannot use 127.0.0.1:${port}, as another program does: stop that one, or set METRICS to a free port.\n`,
  );
});
