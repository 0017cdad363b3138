import { afterEach, vi } from 'vitest';
import { storeContract } from './contract.ts';
import { sqliteUrl } from './fixtures.ts';

afterEach(() => {
  vi.useRealTimers();
});

storeContract('memory', () => 'memory:');
storeContract('sqlite', sqliteUrl);
