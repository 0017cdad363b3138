import { type Advice, adviceFor, type Finding, type FindingWords } from '../domain/failures/finding.ts';
import { en } from '../text/en/index.ts';

const doctors: FindingWords = en.doctor.findings;

/** What is said otherwise to somebody who is asked: they have typed an address, and know no names of settings yet. */
const asked: FindingWords = {
  ...doctors,
  publicBot({ id }) {
    const page = (name: string) => `https://discord.com/developers/applications/${id}/${name}`;
    return {
      says: 'Anybody may add this bot to their server and spend your relay key.',
      fix: `set the install link to None at ${page('installation')}, then switch Public Bot off at ${page('bot')}. Or go on as it is, and say later that only your server is served.`,
    };
  },
  relaySilent(facts) {
    const { says, fix } = doctors.relaySilent(facts);
    return facts.why === 'dns'
      ? { says, fix: 'check the relay’s address, and the DNS server of this computer.' }
      : { says, fix: fix ?? '' };
  },
  relayRedirects: ({ relay, isPlain }) => ({
    says: `The relay ${relay} sends requests on to another address, where the key must not follow.`,
    fix: isPlain
      ? 'let the relay’s address begin with https://.'
      : 'give the address that it leads to as the relay’s address.',
  }),
  relayPage: (facts) => ({
    says: doctors.relayPage(facts).says,
    fix: 'give the address of the API as the relay’s address: often its name begins with “api.”.',
  }),
  relayMisplaced({ base, answersAt, isModeless }) {
    const says = `No relay answers at ${typed(base)}.`;
    if (answersAt === null) return { says, fix: 'check the relay’s address, also what stands behind its name.' };
    const without = isModeless ? ', without a speed' : '';
    return { says, fix: `one answers at ${typed(answersAt)}${without}: give that as the relay’s address.` };
  },
};

/** What a finding of the doctor's says, with what helps, in the words of the settings. */
export function wordsFor(one: Finding): string {
  return joined(adviceFor(doctors, one));
}

/** The same for somebody who has just been asked for what it is about. */
export function askedWordsFor(one: Finding): string {
  return joined(adviceFor(asked, one));
}

function joined({ says, fix }: Advice): string {
  return fix === undefined ? says : `${says}\n${en.doctor.fix(fix)}`;
}

/** An address without the `/mj` that Darkroom adds by itself. */
export function typed(base: string): string {
  return base.replace(/\/mj$/, '');
}

/** The findings that are of one level. */
export function ofLevel(findings: readonly Finding[], level: Finding['level']): readonly Finding[] {
  return findings.filter((one) => one.level === level);
}
