import { afterEach, describe, vi } from 'vitest';
import { hasPostgres } from '../../servers/postgres.ts';
import { hasRedis } from '../../servers/redis.ts';
import { sharedPostgres, sharedRedis } from '../test-servers.ts';
import { sqliteUrl } from '../test-store.ts';
import { storeContract } from './contract.ts';

afterEach(() => {
  vi.useRealTimers();
});

storeContract('memory', () => 'memory:');
storeContract('sqlite', sqliteUrl);

describe.skipIf(!hasRedis())('on a server', () => storeContract('redis', sharedRedis().url));
describe.skipIf(!hasPostgres())('on a server', () => storeContract('postgres', sharedPostgres().url));
