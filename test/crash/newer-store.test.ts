import { expect, test } from 'vitest';
import { FORMAT } from '../../src/store/tables/codecs.ts';
import { version } from '../../src/version.ts';
import { storeFile } from '../store/store-file.ts';
import { createCrashFixture } from './fixture.ts';

test('a bot on the store of a newer Darkroom says which one to start, and ends with the code that nothing restarts', async () => {
  const { env, start, begin } = await createCrashFixture();
  const first = await start();
  expect(await first.terminate()).toMatchObject({ code: 0 });
  const written = JSON.stringify({ format: FORMAT + 1, version: '9.9.9' });
  const file = storeFile(env.STORE_URL ?? '');
  file.putRow('checks', 'format', JSON.stringify({ value: { v: 1, data: written } }));
  file.close();
  const second = begin();
  expect(await second.ended()).toMatchObject({ code: 78 });
  expect(second.stderr).toBe(
    `This store was written by Darkroom 9.9.9, this is ${version}: start 9.9.9 or newer, or restore a backup from before.\n`,
  );
});
