import { type Finding, finding } from '../domain/failures/finding.ts';
import type { RelayLook } from '../relay/examination.ts';
import type { AskedRelay } from './asked-relay.ts';
import { relayDetails } from './relay-details.ts';

/** Whether a relay answers and takes the key, and how it is set up where it does. */
export async function relayFindings(relay: AskedRelay, signal: AbortSignal): Promise<readonly Finding[]> {
  const found = await findingFor(await relay.examination.look(signal), relay, signal);
  return found.level === 'bad' ? [found] : [found, ...(await relayDetails(relay, signal))];
}

async function findingFor(look: RelayLook, relay: AskedRelay, signal: AbortSignal): Promise<Finding> {
  const { name, base, isPlain, examination } = relay;
  switch (look.kind) {
    case 'works':
      return finding('relayWorks', { relay: name, ms: look.ms, dialect: look.dialect });
    case 'silent':
      return finding('relaySilent', { relay: name, why: look.why });
    case 'redirects':
      return finding('relayRedirects', { relay: name, isPlain });
    case 'failing':
      return finding('relayFailing', { relay: name, status: look.status });
    case 'noRelay': {
      const found = await examination.locate(signal);
      const { answersAt, isModeless } = found?.kind === 'misplaced' ? found : { answersAt: null, isModeless: false };
      if (answersAt === null && look.isPage) return finding('relayPage', { relay: name });
      return finding('relayMisplaced', { base, answersAt, isModeless });
    }
    case 'refuses':
      if (look.why === 'usedUp') return finding('relayKeyUsedUp', { relay: name });
      if (look.why === 'forbidden') return finding('relayKeyBlind', { relay: name });
      return finding('relayKeyRefused', { relay: name, auth: await examination.setup.otherAuth(signal) });
  }
}
