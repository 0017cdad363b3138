import { expect, test } from 'vitest';
import { SetupError } from '../../src/domain/failures/errors.ts';
import { hasPostgres, startPostgres } from '../servers/postgres.ts';
import { hasRedis, startRedis } from '../servers/redis.ts';
import { askPort } from '../servers/server-process.ts';
import { createFixture } from './fixture.ts';

/** What a bot says that does not start on this store. */
async function refusalOf(storeUrl: string): Promise<unknown> {
  const fixture = await createFixture();
  fixture.env.STORE_URL = storeUrl;
  return fixture.start().then(
    () => null,
    (error: unknown) => error,
  );
}

test.skipIf(!hasPostgres())(
  'a start in a PostgreSQL where its user may make nothing ends in one sentence',
  async () => {
    const server = await startPostgres();
    const url = await server.database();
    await server.ask(url, "CREATE ROLE guest LOGIN PASSWORD 'guest'");
    const refusal = await refusalOf(url.replace('darkroom:hunter2', 'guest:guest'));
    expect(refusal).toBeInstanceOf(SetupError);
    expect(String(refusal)).toMatch(
      /^SetupError: The store [^\n]* is closed to its user: [^\n]* GRANT CREATE[^\n]*\.$/,
    );
  },
);

test.skipIf(!hasRedis())(
  'a start on a Redis that may forget ends in one sentence, and leaves nothing there',
  async () => {
    const { url, port } = await startRedis(undefined, { appendonly: 'no' });
    const refusal = await refusalOf(url);
    expect(refusal).toBeInstanceOf(SetupError);
    expect(String(refusal)).toMatch(/: set appendonly yes in its configuration\.$/);
    expect(await askPort(port, 'DBSIZE\r\n')).toMatch(/^:0\r/);
  },
);
