import { expect, test } from 'vitest';
import { withVariablesOf } from '../../src/text/relay-variables.ts';

test.each([
  ['Set RELAY_CHARGE_LIST=on.', 'Set RELAY_BACKUP_CHARGE_LIST=on.'],
  ['Read RELAY_API_KEY_FILE, not RELAY_API_KEY.', 'Read RELAY_BACKUP_API_KEY_FILE, not RELAY_BACKUP_API_KEY.'],
  ['RELAY_HOSTS and RELAY_OLD_URL', 'RELAY_HOSTS and RELAY_OLD_URL'],
])('a sentence about a further relay names its settings: %s', (ofMain, ofBackup) => {
  expect(withVariablesOf('backup', ofMain)).toBe(ofBackup);
  expect(withVariablesOf('main', ofMain)).toBe(ofMain);
});
