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
  const { of, spokenBase, isPlain, examination } = relay;
  switch (look.kind) {
    case 'works':
      return finding('relayWorks', { ...of, ms: look.ms, dialect: look.dialect });
    case 'silent':
      return finding('relaySilent', { ...of, why: look.why });
    case 'redirects':
      return finding('relayRedirects', { ...of, isPlain });
    case 'failing':
      return finding('relayFailing', { ...of, status: look.status });
    case 'noRelay': {
      const found = await examination.locate(signal);
      const { answersAt, isModeless } = found?.kind === 'misplaced' ? found : { answersAt: null, isModeless: false };
      if (answersAt === null && look.isPage) return finding('relayPage', of);
      return finding('relayMisplaced', { ...of, base: spokenBase, answersAt, isModeless });
    }
    case 'refuses':
      if (look.why === 'usedUp') return finding('relayKeyUsedUp', of);
      if (look.why === 'forbidden') return finding('relayKeyBlind', of);
      return finding('relayKeyRefused', { ...of, auth: await examination.setup.otherAuth(signal) });
  }
}
