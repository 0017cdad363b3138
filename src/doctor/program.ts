import { parseArgs } from 'node:util';
import { type Advice, adviceFor, type Finding, tally } from '../domain/failures/finding.ts';
import { createSecretFilter } from '../lib/hide-secrets.ts';
import { wrongFlag } from '../lib/wrong-flag.ts';
import { createProxy } from '../proxy/proxy.ts';
import { en } from '../text/en/index.ts';
import { openChecks } from './checks.ts';
import { clearDoubled } from './commands.ts';
import { askWithin, openDiscord } from './discord.ts';
import { type Examined, examine } from './examine.ts';
import { type ReadSettings, readSettings, type SettingsSource } from './settings.ts';

/** All is well, something is bad or could not be looked at, it was called wrongly, or it was interrupted. */
type ExitCode = 0 | 1 | 2 | 130;

type Hide = (text: string) => string;

/** How long the commands of all servers may take to be removed, in ms: Discord slows down who removes many. */
const CLEARING = 120_000;

const USAGE = `npm run doctor                looks at the settings, Discord, the relay and the store; nothing is charged
npm run doctor -- --offline   asks nobody
npm run -s doctor -- --json   for programs (-s keeps npm's own lines out)
npm run doctor -- --clear-guild-commands   removes commands that members see twice`;

export type DoctorOptions = SettingsSource & {
  readonly args: readonly string[];
  /** The folder with the handlers, as an absolute path. */
  readonly commands: string;
  /** Where the findings go, and where faults of our own do. Both take whole lines. */
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly signal: AbortSignal;
};

/** Runs the checks for whoever sits at the terminal. Resolves with the exit code. */
export async function runDoctor(options: DoctorOptions): Promise<ExitCode> {
  const given = readFlags(options.args);
  if (typeof given === 'string') {
    options.complain(`${given}\n${USAGE}`);
    return 2;
  }
  if (given.help) {
    options.say(USAGE);
    return 0;
  }
  const settings = readSettings(options);
  const hide = createSecretFilter(settings.secrets);
  if (given['clear-guild-commands']) return clearCommands(settings, options, hide);
  const { checks, close } = await openChecks(settings, options.commands, given.offline);
  try {
    const examined = await examine(checks, {
      signal: options.signal,
      onFault: (reference, check, error) => options.complain(hide(`${reference} ${check}: ${stackOf(error)}`)),
    });
    if (options.signal.aborted) return 130;
    const findings = examined.flatMap((one) => one.findings);
    options.say(given.json ? asJson(examined, hide) : asText(findings, hide));
    const { bad, unseen } = tally(findings);
    return bad + unseen > 0 ? 1 : 0;
  } finally {
    await close();
  }
}

const flags = {
  json: { type: 'boolean', default: false },
  offline: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  'clear-guild-commands': { type: 'boolean', default: false },
} as const;

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    return wrongFlag(error);
  }
}

/** Takes away the commands that members see twice, and says so. */
async function clearCommands(
  { config, findings }: ReadSettings,
  { say, signal }: DoctorOptions,
  hide: Hide,
): Promise<ExitCode> {
  if (!config) {
    say(asText(findings, hide));
    return 1;
  }
  const { dispatcher } = createProxy(config.proxy);
  const discord = openDiscord({ apiUrl: config.discordApiUrl, token: config.discordToken, dispatcher });
  try {
    const told = await askWithin(CLEARING, discord.host, signal, (own) => clearDoubled(discord, own));
    if ('trouble' in told) {
      say(asText([told.trouble], hide));
      return 1;
    }
    say(en.doctor.cleared(told.known.commands, told.known.servers));
    return 0;
  } catch (error) {
    if (signal.aborted) return 130;
    throw error;
  } finally {
    await discord.close();
  }
}

/** What a finding says at the terminal. A secret that somebody repeats is hidden; ours are told without their content. */
function wordsFor(one: Finding, hide: Hide): Advice {
  const { says, fix } = adviceFor(en.doctor.findings, one);
  if (one.id === 'settingsRead') return { says };
  return fix === undefined ? { says: hide(says) } : { says: hide(says), fix: hide(fix) };
}

/** One line for each finding, and one below it where something helps. */
function asText(findings: readonly Finding[], hide: Hide): string {
  const { doctor } = en;
  const lines = findings.flatMap((one) => {
    const { says, fix } = wordsFor(one, hide);
    const line = ` ${doctor.levels[one.level].padEnd(4)}  ${says}`;
    return fix === undefined ? [line] : [line, `       ${doctor.fix(fix)}`];
  });
  return [...lines, doctor.needsYou(tally(findings))].join('\n');
}

function asJson(examined: readonly Examined[], hide: Hide): string {
  const findings = examined.flatMap(({ check, findings }) =>
    findings.map((one) => {
      const { says, fix } = wordsFor(one, hide);
      return { check, id: one.id, level: one.level, says, fix: fix ?? null };
    }),
  );
  const { bad, unseen } = tally(examined.flatMap((one) => one.findings));
  return JSON.stringify({ bad, unseen, findings }, null, 2);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
