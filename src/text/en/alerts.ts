import type { DiscordTrouble } from '../../domain/failures/discord-trouble.ts';
import type { Alert } from '../../domain/ports/alerts.ts';
import type { NoRelay } from '../../domain/relay-setup.ts';
import { withVariablesOf } from '../relay-variables.ts';

/** What the people who run the bot read in a direct message and in the log. `time` shows a moment, given in Unix ms. */
export const alerts = {
  raised(alert: Alert, time: (at: number) => string): string {
    const sentence = sentenceOf(alert, time);
    return alert.relay === undefined ? sentence : ofRelay(alert.relay, sentence);
  },
  /** The relay answers again. */
  relayUp(minutes: number, relay: string | undefined): string {
    const who = relay === undefined ? 'The relay' : `The relay “${relay}”`;
    if (minutes < 1) return `${who} answers again.`;
    return `${who} answers again, after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
  },
  /** Why Discord cannot be used, within a sentence. */
  causeOf,
  /** Below each message. */
  footer: 'You are told the same thing at most once an hour.',
};

function sentenceOf(alert: Alert, time: (at: number) => string): string {
  const meanwhile =
    alert.relay === undefined ? 'Until then nothing is submitted.' : 'Until then nothing is submitted to this relay.';
  switch (alert.kind) {
    case 'keyRefused':
      return alert.why === 'forbidden'
        ? `RELAY_API_KEY may submit, but not read its tasks: remove its model limits. ${meanwhile}`
        : `RELAY_API_KEY was refused by the relay: check the key, its quota and RELAY_AUTH. ${meanwhile}`;
    case 'creditUsedUp':
      return `The credit of RELAY_API_KEY is used up. Top it up; no restart is needed. ${meanwhile}`;
    case 'creditLow':
      return `RELAY_API_KEY may spend only ${alert.left.toFixed(2)} of ${alert.of.toFixed(2)} more: top it up soon.`;
    case 'relayRefuses':
      return `The relay is taking no jobs, for a reason that only its operator can fix: “${alert.detail}”`;
    case 'tasksFail':
      return `Midjourney or the relay is failing our jobs, for a reason that only the relay’s operator can fix: “${alert.detail}”`;
    case 'relayDown':
      return `The relay has not answered since ${time(alert.since)}${alert.relay === undefined ? '. New jobs are waiting, which costs nothing.' : '. New jobs go to the next relay, if there is one.'}`;
    case 'setupWrong':
      return alert.sentence;
    case 'limitNear':
      return `The bot has used ${alert.used} of its ${alert.limit} credits for ${windows[alert.window]}.`;
    case 'limitReached':
      return `The bot has used ${alert.used} of its ${alert.limit} credits for ${windows[alert.window]}: what costs more than is left is refused until ${time(alert.until)}. \`/operator\` → Limits changes that.`;
    case 'recordDamaged':
      return `A record of the store cannot be read (${alert.table}, ${alert.key}). The rest works; run \`npm run store -- check\`.`;
    case 'storeDown':
      return 'The store cannot be written or read: nothing new is accepted. Check the disk and the folder that STORE_URL names.';
    case 'diskLow':
      return `Only ${alert.megabytes} MB are left on the disk of the store. When it is full, nothing new can be made.`;
    case 'discordDown': {
      const next = alert.retrySeconds === null ? 'it is tried all the time' : `trying again in ${alert.retrySeconds} s`;
      // A tunnel that is refused names the proxy itself.
      const isVeiled = alert.proxy !== null && alert.trouble.kind !== 'proxy';
      const host = isVeiled ? `${alert.host} through the proxy ${alert.proxy}` : alert.host;
      const fix = isVeiled ? PROXY : fixes[alert.trouble.kind];
      return `Discord cannot be reached (${causeOf(alert.trouble, host)}): ${next}. ${fix}`;
    }
    case 'notARelay':
      return noRelay(alert.found, alert.base);
    case 'loginsLow':
      return `Discord lets this bot log in only ${alert.remaining} more times of ${alert.total} until ${time(alert.until)}, and resets its token after that: something starts it again and again, and the log of the last process says what. Logging in after a wait of ${alert.waitSeconds} s.`;
  }
}

/** A sentence about one relay of several. */
function ofRelay(relay: string, sentence: string): string {
  return `Relay “${relay}”: ${withVariablesOf(relay, sentence)}`;
}

const windows = { day: 'today', month: 'this month' } as const;

const PROXY = 'Check that proxy; `npm run doctor` tells what is wrong with it.';
const NETWORK = 'Check the network of this machine.';

const fixes: Readonly<Record<DiscordTrouble['kind'], string>> = {
  dns: 'Check the network and the DNS server of this machine.',
  refused: 'Check the firewall of this machine, and DISCORD_API_URL if it is set.',
  unreachable: NETWORK,
  tls: 'Check the clock of this machine, and whether something in its network replaces certificates.',
  timeout: NETWORK,
  proxy: 'Check HTTPS_PROXY, its password and NO_PROXY: `npm run doctor` says what the proxy answers.',
  broken: NETWORK,
  answered: 'See https://discordstatus.com, and check DISCORD_API_URL if it is set.',
  otherServer: 'Check DISCORD_API_URL, and whether this network wants a login first.',
  gateway: 'Check that this machine may open connections to gateway.discord.gg, port 443.',
};

function causeOf(trouble: DiscordTrouble, host: string): string {
  switch (trouble.kind) {
    case 'dns':
      return `no DNS answer for ${host}`;
    case 'refused':
      return `${host} refuses the connection`;
    case 'unreachable':
      return `there is no way to ${host}`;
    case 'tls':
      return `no trusted TLS connection to ${host}`;
    case 'timeout':
      return `${host} does not answer in time`;
    case 'proxy':
      return `the proxy opens no tunnel to ${host}`;
    case 'broken':
      return `${host} breaks the connection off`;
    case 'answered':
      return `${host} answered ${trouble.status}`;
    case 'otherServer':
      return `something else answers at ${host}`;
    case 'gateway':
      return 'its gateway does not answer';
  }
}

function noRelay(found: NoRelay, base: string): string {
  switch (found.kind) {
    case 'dns':
      return `There is no DNS answer for the relay’s name in ${base}: check the spelling of RELAY_URL, and the DNS server of this machine.`;
    case 'refused':
      return `Nothing listens at ${base}: check the port of RELAY_URL, and whether the relay runs.`;
    case 'unreachable':
      return `There is no way to ${base}: check RELAY_URL, and the network of this machine.`;
    case 'tls':
      return `No trusted TLS connection to ${base}: check whether RELAY_URL should begin with http://, the relay’s certificate, and the clock of this machine.`;
    case 'timeout':
      return `Nobody answers in time at ${base}: check RELAY_URL, and whether a firewall stands in between.`;
    case 'proxy':
      return `The proxy opens no tunnel to ${base}: check the spelling of RELAY_URL, and HTTPS_PROXY with its password.`;
    case 'broken':
      return `Connections to ${base} break off: check the port of RELAY_URL, and whether it should begin with https://.`;
    case 'redirect':
      return base.startsWith('http:')
        ? `${base} leads to another address, where the key must not follow: write https:// in RELAY_URL.`
        : `${base} leads to another address, where the key must not follow: set RELAY_URL to that one.`;
    case 'misplaced':
      return misplaced(found, base);
  }
}

function misplaced({ isPage, answersAt, isModeless }: Extract<NoRelay, { kind: 'misplaced' }>, base: string): string {
  if (answersAt !== null) {
    return isModeless
      ? `This relay has no speeds in its address: unset RELAY_MODE. It answers at ${answersAt}.`
      : `No relay answers at ${base}, but one does at ${answersAt}: correct RELAY_URL.`;
  }
  return isPage
    ? `A web page answers at ${base}, and no relay: set RELAY_URL to the address of the API, whose name often begins with “api.”.`
    : `No relay answers at ${base}: check the path of RELAY_URL.`;
}
