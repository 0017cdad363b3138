import { describe, expect, it } from 'vitest';
import { noFiles } from '../../src/config/sources.ts';
import { createDraft } from '../../src/setup/draft.ts';
import { relayAccess } from '../../src/setup/relay-step.ts';

describe('setup, where there is a second relay already', () => {
  const bytes = new TextEncoder().encode('RELAYS=backup,main\nRELAY_BACKUP_URL=https://backup.example\n');
  const target = { path: '.env', bytes, code: null, mode: 0o600 };
  const draft = createDraft({
    env: { RELAY_BACKUP_API_KEY: 'sk-backup-key' },
    files: noFiles,
    target,
  });

  it('asks about main alone, and keeps the other one as it is', () => {
    expect(relayAccess(draft, 'sk-typed')).toMatchObject({ url: 'https://api.quickrouter.ai', key: 'sk-typed' });
    expect(draft.config().relays.map(({ name, url }) => [name, url])).toEqual([
      ['backup', 'https://backup.example'],
      ['main', 'https://api.quickrouter.ai'],
    ]);
  });

  it('shows nobody its key', () => {
    expect(draft.secrets()).toContain('sk-backup-key');
  });
});
