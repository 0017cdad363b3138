import { mainRelay } from '../config.ts';
import { checkRelay } from '../doctor/answers.ts';
import type { Finding } from '../domain/failures/finding.ts';
import { createProxy } from '../proxy/proxy.ts';
import { untilRight } from './attempts.ts';
import { type Draft, meant, problemWith } from './draft.ts';
import type { Terminal } from './terminal.ts';
import { askedWordsFor, ofLevel, typed, wordsFor } from './words.ts';

/** What a relay says of a key that it does not take: it is a relay all the same. */
const ofTheKey: ReadonlySet<Finding['id']> = new Set(['relayKeyRefused', 'relayKeyUsedUp', 'relayKeyBlind']);

/** Asks for the relay's address, unless a key for it is there already, and for its key. */
export async function relayStep(draft: Draft, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const key = draft.value('RELAY_API_KEY');
  terminal.step('2/4  The relay, through which Midjourney is reached');
  if (key === null && draft.value('RELAY_URL') === null) await askAddress(draft, terminal, signal);
  const { value } = await untilRight(terminal, {
    given: key,
    ask: async () =>
      meant(
        'RELAY_API_KEY',
        await terminal.secret({ message: 'Its key', validate: (typed) => problemWith('RELAY_API_KEY', typed) }),
      ),
    check: (typed) => tryKey(draft, terminal, typed, signal),
  });
  if (value !== key) draft.set('RELAY_API_KEY', value);
}

async function askAddress(draft: Draft, terminal: Terminal, signal: AbortSignal): Promise<void> {
  let suggested = mainRelay(draft.config()).url;
  const { value } = await untilRight(terminal, {
    given: null,
    ask: async () =>
      meant(
        'RELAY_URL',
        await terminal.line({
          message: 'Its address',
          suggested,
          validate: (typed) => problemWith('RELAY_URL', typed),
        }),
      ),
    async check(url) {
      const { key } = mainRelay(draft.config());
      const findings = await checkRelay({ ...relayAccess(draft, key), url }, signal);
      const wrong = ofLevel(findings, 'bad').filter(({ id }) => !ofTheKey.has(id));
      for (const one of wrong) terminal.bad(askedWordsFor(one));
      suggested = answersAt(findings) ?? url;
      if (wrong.length === 0) terminal.good('A relay answers there.');
      return wrong.length === 0 ? true : null;
    },
  });
  draft.set('RELAY_URL', value);
}

/** What a key is tried with. */
export function relayAccess(draft: Draft, key: string) {
  const config = draft.config();
  const { url, mode, auth } = mainRelay(config);
  return { called: null, url, mode, auth, key, dispatcher: createProxy(config.proxy).dispatcher };
}

/** Whether the relay takes a key. Where it wants it sent in another way, that is noted down. */
async function tryKey(draft: Draft, terminal: Terminal, key: string, signal: AbortSignal): Promise<true | null> {
  draft.trying(key);
  let findings = await checkRelay(relayAccess(draft, key), signal);
  const auth = wantedAuth(findings);
  if (auth !== null) {
    draft.set('RELAY_AUTH', auth);
    findings = await checkRelay(relayAccess(draft, key), signal);
    terminal.good(`This relay wants RELAY_AUTH=${auth}: that is noted down.`);
  }
  const wrong = ofLevel(findings, 'bad');
  const words = draft.answers.has('RELAY_URL') ? askedWordsFor : wordsFor;
  for (const one of wrong) terminal.bad(words(one));
  if (wrong.length > 0) return null;
  for (const one of ofLevel(findings, 'ok')) terminal.good(wordsFor(one));
  for (const one of ofLevel(findings, 'note')) terminal.warn(wordsFor(one));
  return true;
}

function wantedAuth(findings: readonly Finding[]): string | null {
  for (const one of findings) if (one.id === 'relayKeyRefused') return one.says.auth;
  return null;
}

function answersAt(findings: readonly Finding[]): string | null {
  for (const one of findings) {
    if (one.id === 'relayMisplaced') {
      const { answersAt: found } = one.says;
      return found === null ? null : typed(found);
    }
  }
  return null;
}
