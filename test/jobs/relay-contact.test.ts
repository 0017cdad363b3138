import { expect, test } from 'vitest';
import { createRelayContact } from '../../src/jobs/relay-contact.ts';
import { createRelays } from '../../src/jobs/relays.ts';
import { sampleAlerts } from '../sample-alerts.ts';
import { sampleClock } from '../sample-clock.ts';
import { silentLog } from '../store/sample-records.ts';
import { playEngineRelay } from './engine-relay.ts';

const GUILD = '111111111111111111';

/** A process that leads and knows `main`, `backup`, `old`, which gets no new jobs, and a server's own relay; these are in trouble. */
async function contactWhere(inTrouble: readonly string[], leads = true) {
  const relays = createRelays({
    relays: [playEngineRelay('main'), playEngineRelay('backup'), { ...playEngineRelay('old'), isListed: false }],
    serverRelays: { open: async (guildId) => playEngineRelay(guildId), close() {} },
    alerts: sampleAlerts(),
    clock: sampleClock(),
    log: silentLog,
    signal: new AbortController().signal,
    onChange() {},
  });
  await relays.opened(GUILD);
  const isIn = ({ name }: { readonly name: string }) => inTrouble.includes(name);
  const leader = { isRelayTroubled: isIn, holdsMembers: isIn, due: (relay: string) => [`${relay}:1`] };
  return createRelayContact(relays, () => (leads ? leader : null));
}

test.each([
  [['main'], false],
  [['main', GUILD], false],
  [['main', 'backup'], true],
  [['main', 'backup', 'old', GUILD], true],
])('jobs of the people who run the bot wait where all their relays are in trouble: %j', async (inTrouble, waits) => {
  const contact = await contactWhere(inTrouble);
  expect(contact.isTroubled()).toBe(waits);
  for (const name of ['main', 'backup', 'old', GUILD]) expect(contact.isTroubled(name)).toBe(inTrouble.includes(name));
});

test('the trouble of a server’s own relay, and of one that gets no new jobs, is none of theirs', async () => {
  const contact = await contactWhere([GUILD, 'old']);
  expect([contact.isTroubled(), contact.holdsMembers()]).toEqual([false, false]);
  expect((await contactWhere(['backup'])).holdsMembers()).toBe(true);
});

test('a process that does not lead knows of no trouble, and asks after nothing', async () => {
  const contact = await contactWhere(['main', 'backup'], false);
  expect([contact.isTroubled(), contact.holdsMembers(), contact.due('main')]).toEqual([false, false, []]);
});
