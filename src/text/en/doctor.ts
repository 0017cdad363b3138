import type { FindingWords, tally } from '../../domain/failures/finding.ts';
import type { CheckId } from '../../domain/failures/finding-facts.ts';
import type { CommandWords } from '../forms.ts';
import { alerts } from './alerts.ts';
import { hereFindings } from './here-findings.ts';
import { relayFindings } from './relay-findings.ts';
import { storeFindings } from './store-findings.ts';

/** Why nobody answered, as the end of a sentence about `host`. */
const unreached = {
  dns: 'no DNS answer for that name',
  refused: 'the connection is refused',
  unreachable: 'no route leads there',
  tls: 'its certificate is not trusted',
  timeout: 'no answer in time',
  proxy: 'the proxy opens no tunnel to it',
  broken: 'the connection breaks off',
} as const;

const reach = {
  dns: 'check the name, and the DNS server of this computer.',
  refused: 'check the port, and whether a firewall is in the way.',
  unreachable: 'check the network of this computer.',
  tls: 'if a proxy inspects connections here, name its certificate in NODE_EXTRA_CA_CERTS.',
  timeout: 'check whether a firewall is in the way; otherwise try again later.',
  proxy: 'check HTTPS_PROXY, its password and NO_PROXY.',
  broken: 'check whether a firewall or proxy is in the way; otherwise try again later.',
} as const;

const page = (id: string, name: string) => `https://discord.com/developers/applications/${id}/${name}`;

const SYNCHRONIZE = 'let it follow a time server (timedatectl set-ntp true).';

function off(seconds: number): string {
  return `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}`;
}

const checks: Readonly<Record<CheckId, string>> = {
  settings: 'the settings',
  proxy: 'the proxy',
  token: 'the token',
  application: 'the application at Discord',
  logins: 'the logins that are left',
  commands: 'the commands',
  servers: 'the servers',
  clock: 'the clock',
  relay: 'the relay',
  store: 'the store',
  callbacks: 'the callbacks',
};

function whatIn(check: CheckId, relay: string | null): string {
  return relay === null ? checks[check] : `${checks[check]} ${relay}`;
}

const findings: FindingWords = {
  checkSlow: ({ check, relay }) => ({
    says: `Looking at ${whatIn(check, relay)} took too long, so nothing is known of it.`,
  }),
  checkBroken: ({ check, relay, reference }) => ({
    says: `Looking at ${whatIn(check, relay)} failed for a reason of my own (reference ${reference}).`,
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

  proxyWorks: ({ proxy }) => ({ says: `The proxy ${proxy} opens tunnels to Discord and the relay.` }),
  proxySilent: ({ proxy, why }) => ({
    says: `The proxy ${proxy} cannot be reached: ${unreached[why]}.`,
    fix: reach[why],
  }),
  proxyWantsPassword: ({ proxy }) => ({
    says: `The proxy ${proxy} wants a user name and a password, or takes other ones.`,
    fix: 'write them into its address: HTTPS_PROXY=http://name:password@host:port',
  }),
  proxyRefuses: ({ proxy, target, status }) => ({
    says: `The proxy ${proxy} refuses a tunnel to ${target}: it answers ${status}.`,
    fix: `ask the people who run it to allow ${target}, or name it in NO_PROXY if there is a direct way.`,
  }),

  tokenTaken: ({ name }) => ({ says: `Discord takes the token: the bot is “${name}”.` }),
  tokenRefused: () => ({
    says: 'Discord refuses DISCORD_TOKEN.',
    fix: 'copy the token again at https://discord.com/developers/applications → Bot, or reset it there.',
  }),
  discordSilent: ({ host, why }) => ({
    says: `Discord cannot be reached at ${host}: ${unreached[why]}.`,
    fix: why === 'dns' ? 'check the network and the DNS server of this computer.' : reach[why],
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
    fix: `set the install link to None at ${page(id, 'installation')}, then switch Public Bot off at ${page(id, 'bot')}; or set ALLOWED_GUILDS.`,
  }),
  intentsOn: ({ id, names }) => ({
    says: `Privileged intents are on, which Darkroom never uses: ${names.join(', ')}.`,
    fix: `switch them off at ${page(id, 'bot')}`,
  }),

  loginsLeft: ({ remaining, total }) => ({ says: `${remaining} of ${total} logins are left for today.` }),
  loginsLow: ({ remaining, total, hours }) => ({
    says: `Only ${remaining} of ${total} logins are left for the next ${hours} h. When none is left, Discord resets the token.`,
    fix: 'find out what restarts the bot again and again (its log says why it ends), and stop that.',
  }),

  commandsCurrent: ({ count }) => ({ says: `Discord has all ${count} commands as they are now.` }),
  commandsOld: () => ({ says: 'Discord has older commands, or none: the next start registers the new ones.' }),
  commandsDoubled: ({ servers }) => ({
    says: `Members see each command twice in ${servers.join(', ')}: another program registered them there as well.`,
    fix: 'run npm run doctor -- --clear-guild-commands',
  }),
  commandsClosed: ({ servers, invite }) => ({
    says: `Members see no commands in ${servers.join(', ')}: the bot was invited there without them.`,
    fix: `invite it there once more, it need not leave: ${invite}`,
  }),

  serversNamed: ({ servers, more }) => ({
    says: `The bot is in ${servers.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`,
  }),
  noServer: ({ invite }) => ({ says: 'The bot is in no server.', fix: `invite it at ${invite}` }),
  serversMissing: ({ ids }) => ({
    says: `ALLOWED_GUILDS names ${ids.length === 1 ? 'a server' : 'servers'} that the bot is not in: ${ids.join(', ')}.`,
    fix: 'invite it there, or remove what is wrong.',
  }),
  serversUnserved: ({ ids, invite }) => ({
    says: `The bot is in no server that ALLOWED_GUILDS names (${ids.join(', ')}), so no server is served.`,
    fix: `correct ALLOWED_GUILDS (right-click the server → Copy Server ID), or invite the bot there: ${invite}`,
  }),
  serversOpen: ({ count }) => ({
    says: `The bot is in ${count === 1 ? 'one server' : `${count} servers`} and ALLOWED_GUILDS is empty: all members there may use it.`,
  }),

  clockRight: () => ({ says: 'The clock of this computer is right.' }),
  clockOff: ({ seconds }) => ({ says: `The clock of this computer is ${off(seconds)}.`, fix: SYNCHRONIZE }),
  clockWrong: ({ seconds }) => ({
    says: `The clock of this computer is ${off(seconds)}: certificates and days will be wrong.`,
    fix: SYNCHRONIZE,
  }),

  relaySilent: ({ relay, settings, why }) => ({
    says: `The relay ${relay} cannot be reached: ${unreached[why]}.`,
    fix: why === 'dns' ? `check ${settings}URL, and the DNS server of this computer.` : reach[why],
  }),

  ...relayFindings,
  ...storeFindings,

  callbacksOff: ({ seconds }) => ({ says: `There are no callbacks: the relay is asked every ${seconds} s.` }),
  callbacksArrive: ({ host }) => ({ says: `What is sent to ${host} gets to this Darkroom.` }),
  callbacksPlain: ({ host }) => ({
    says: `PUBLIC_URL begins with http: anybody in between can read what is sent to ${host}.`,
    fix: 'put a reverse proxy with HTTPS in front.',
  }),
  callbacksElsewhere: ({ host, status }) => ({
    says: `Something answers at ${host} (${status}), but it is not this Darkroom.`,
    fix: 'check PUBLIC_URL, and that the reverse proxy there passes everything on to PORT.',
  }),
  callbacksSilent: ({ host, why }) => ({
    says: `Callbacks cannot arrive: ${host}, from PUBLIC_URL, cannot be reached from here: ${unreached[why]}.`,
    fix: reach[why],
  }),
  portLocked: ({ port, code }) => ({
    says: `Nothing can listen on port ${port} (${code}).`,
    fix: 'set PORT to another one above 1023.',
  }),
  portTaken: ({ port }) => ({
    says: `Port ${port} is already in use by another program, so the bot cannot start.`,
    fix: 'stop that program, or set PORT to a free port.',
  }),

  ...hereFindings,

  alertRaised: ({ alert }) => ({ says: alerts.raised(alert, (at) => `<t:${Math.round(at / 1000)}:f>`) }),
};

/** What Discord shows of the command. */
export const doctorCommands = {
  doctor: { description: 'Whether this bot can work here, and what to do if not', options: {} },
} satisfies Readonly<Record<string, CommandWords>>;

/** What the doctor says of how Darkroom is set up, to the people who run it. */
export const doctor = {
  findings,
  levels: { ok: 'ok', note: 'note', bad: 'bad' },
  fix: (fix: string) => `Fix: ${fix}`,
  /** Commands that members saw twice. */
  cleared: (commands: number, servers: number) =>
    `Removed ${commands} ${commands === 1 ? 'command' : 'commands'} from ${servers} ${servers === 1 ? 'server' : 'servers'}.`,
  /** In chat, as long as there is more to come. */
  looking: 'Looking further…',
  /** The last line: how many findings are bad, and how many checks did not come to an end. */
  needsYou({ bad, unseen }: ReturnType<typeof tally>) {
    const needs = `${bad} ${bad === 1 ? 'thing needs' : 'things need'} you`;
    if (unseen === 0) return bad === 0 ? 'Nothing needs you.' : `${needs}.`;
    const open = `${unseen} ${unseen === 1 ? 'thing' : 'things'} could not be looked at`;
    return bad === 0 ? `${open}. Nothing else needs you.` : `${needs}, and ${open}.`;
  },
};
