import type { CheckId, Dialect, FindingWords } from '../../domain/failures/finding.ts';

/** Why nobody answered, as the end of a sentence about `host`. */
const unreached = {
  dns: 'no DNS answer for that name',
  refused: 'the connection is refused',
  unreachable: 'no route leads there',
  tls: 'its certificate is not trusted',
  timeout: 'no answer in time',
  broken: 'the connection breaks off',
} as const;

const reach = {
  dns: 'check the name, and the DNS server of this computer.',
  refused: 'check the port, and whether a firewall is in the way.',
  unreachable: 'check the network of this computer.',
  tls: 'if a proxy inspects connections here, name its certificate in NODE_EXTRA_CA_CERTS.',
  timeout: 'check whether a firewall is in the way; otherwise try again later.',
  broken: 'check whether a firewall or proxy is in the way; otherwise try again later.',
} as const;

const dialects: Readonly<Record<Dialect, string>> = {
  'midjourney-proxy': ', a midjourney-proxy',
  trueai: ', a midjourney-proxy of the trueai kind',
  'new-api': ', a gateway of the new-api kind: its tasks change every 15 seconds',
  other: '',
};

const page = (id: string, name: string) => `https://discord.com/developers/applications/${id}/${name}`;

const checks: Readonly<Record<CheckId, string>> = {
  settings: 'the settings',
  token: 'the token',
  application: 'the application at Discord',
  relay: 'the relay',
};

const findings: FindingWords = {
  checkSlow: ({ check }) => ({ says: `Looking at ${checks[check]} took too long, so nothing is known of it.` }),
  checkBroken: ({ check, reference }) => ({
    says: `Looking at ${checks[check]} failed for a reason of my own (reference ${reference}).`,
    fix: 'please report it, with what the log says under this reference.',
  }),

  settingsRead: ({ count, secrets }) => ({
    says: `${count} ${count === 1 ? 'setting is' : 'settings are'} set: ${secrets.join(', ')}.`,
  }),
  settingWrong: ({ sentence }) => ({ says: sentence }),
  settingIgnored: ({ sentence }) => ({ says: sentence }),
  envFileOpen: ({ path, mode }) => ({
    says: `Other users of this computer can read ${path} (mode ${mode}), which holds your secrets.`,
    fix: `run chmod 600 ${path}`,
  }),
  nodeOld: ({ version }) => ({
    says: `This is Node ${version}, and Darkroom needs Node 24.`,
    fix: 'run "npm ci" again, and start with "npm start".',
  }),

  tokenTaken: ({ name }) => ({ says: `Discord takes the token: the bot is “${name}”.` }),
  tokenRefused: () => ({
    says: 'Discord refuses DISCORD_TOKEN.',
    fix: 'copy the token again at https://discord.com/developers/applications → Bot, or reset it there.',
  }),
  discordSilent: ({ host, why }) => ({
    says: `Discord cannot be reached at ${host}: ${unreached[why]}.`,
    fix: reach[why],
  }),
  discordFailing: ({ status }) => ({
    says: `Discord is in trouble: it answers ${status}.`,
    fix: 'wait. https://discordstatus.com tells more.',
  }),
  discordBlocks: ({ status }) => ({
    says: `Discord does not answer requests from this address now: it says ${status}.`,
    fix: 'wait an hour. If it stays like this, something else at this address sends too much.',
  }),
  discordOdd: ({ host }) => ({
    says: `What answers at ${host} is not Discord.`,
    fix: 'remove DISCORD_API_URL, or check which proxy answers instead.',
  }),

  applicationFine: () => ({ says: 'Nothing in the bot’s application at Discord keeps it from working.' }),
  endpointSet: ({ id }) => ({
    says: 'The application has an Interactions Endpoint URL, so Discord sends every command there and none to Darkroom.',
    fix: `empty that field at ${page(id, 'information')}`,
  }),
  codeGrant: ({ id }) => ({
    says: 'Inviting this bot fails, because Requires OAuth2 Code Grant is on.',
    fix: `switch it off at ${page(id, 'bot')}`,
  }),
  publicBot: ({ id }) => ({
    says: 'Anybody may add this bot to their server and spend your relay key.',
    fix: `switch Public Bot off at ${page(id, 'bot')} (set the install link to None first), or set ALLOWED_GUILDS.`,
  }),
  intentsOn: ({ id, names }) => ({
    says: `Privileged intents are on, which Darkroom never uses: ${names.join(', ')}.`,
    fix: `switch them off at ${page(id, 'bot')}`,
  }),

  relayWorks: ({ relay, ms, dialect }) => ({
    says: `The relay ${relay} takes the key and answers in ${ms} ms${dialects[dialect]}.`,
  }),
  relaySilent: ({ relay, why }) => ({
    says: `The relay ${relay} cannot be reached: ${unreached[why]}.`,
    fix: why === 'dns' ? 'check RELAY_URL, and the DNS server of this computer.' : reach[why],
  }),
  relayRedirects: ({ relay, isPlain }) => ({
    says: `The relay ${relay} sends requests on to another address, where the key must not follow.`,
    fix: isPlain ? 'write https:// in RELAY_URL.' : 'put the address that it leads to into RELAY_URL.',
  }),
  relayPage: ({ relay }) => ({
    says: `A web page answers at ${relay}, not a relay.`,
    fix: 'put the address of the API into RELAY_URL: often its name begins with “api.”.',
  }),
  relayMisplaced({ base, answersAt, isModeless }) {
    const says = `No relay answers at ${base}.`;
    if (answersAt === null) return { says, fix: 'check the path of RELAY_URL.' };
    return {
      says,
      fix: isModeless ? 'remove RELAY_MODE: this relay has no speeds in its address.' : `set RELAY_URL to ${answersAt}`,
    };
  },
  relayFailing: ({ relay, status }) => ({
    says: `The relay ${relay} is in trouble: it answers ${status}.`,
    fix: 'wait, or ask the people who run it.',
  }),
  relayKeyRefused: ({ relay, auth }) => ({
    says: `The relay ${relay} refuses RELAY_API_KEY.`,
    fix: auth === null ? 'copy the key again from where your relay lists its keys.' : `set RELAY_AUTH=${auth}`,
  }),
  relayKeyUsedUp: ({ relay }) => ({
    says: `RELAY_API_KEY has no credit left at ${relay}.`,
    fix: 'top it up there. No restart is needed.',
  }),
  relayKeyBlind: ({ relay }) => ({
    says: `RELAY_API_KEY may submit to ${relay}, but not read its tasks: pictures would be paid for and never arrive.`,
    fix: 'remove the model limits of the key there.',
  }),
};

/** What the doctor says of how Darkroom is set up, to the people who run it. */
export const doctor = {
  findings,
  levels: { ok: 'ok', note: 'note', bad: 'bad' },
  fix: (fix: string) => `Fix: ${fix}`,
  /** The last line: how many findings are bad. */
  needsYou: (count: number) =>
    count === 0 ? 'Nothing needs you.' : `${count} ${count === 1 ? 'thing needs' : 'things need'} you.`,
};
