import { afterEach, vi } from 'vitest';
import { sqliteUrl } from '../test-store.ts';
import { storeContract } from './contract.ts';

afterEach(() => {
  vi.useRealTimers();
});

storeContract('memory', () => 'memory:');
storeContract('sqlite', sqliteUrl);
