import { parseArgs } from 'node:util';
import { type Advice, adviceFor, type Finding } from '../domain/failures/finding.ts';
import { createSecretFilter } from '../lib/hide-secrets.ts';
import { en } from '../text/en/index.ts';
import { openChecks } from './checks.ts';
import { type Examined, examine } from './examine.ts';
import type { SettingsSource } from './settings.ts';

const USAGE = `npm run doctor                looks at the settings, Discord, the relay and the store; nothing is charged
npm run doctor -- --offline   asks nobody
npm run doctor -- --json      for programs`;

export type DoctorOptions = SettingsSource & {
  readonly args: readonly string[];
  /** Where the findings go, and where faults of our own do. Both take whole lines. */
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly signal: AbortSignal;
};

/** Runs the checks for whoever sits at the terminal. Resolves with the exit code: 0, 1 when something is bad, 2 for wrong usage. */
export async function runDoctor(options: DoctorOptions): Promise<0 | 1 | 2> {
  const flags = readFlags(options.args);
  if (!flags) {
    options.complain(USAGE);
    return 2;
  }
  const hide = createSecretFilter(secretsIn(options.env));
  const { checks, close } = await openChecks(options, flags.offline);
  try {
    const examined = await examine(checks, {
      signal: options.signal,
      onFault: (reference, check, error) => options.complain(hide(`${reference} ${check}: ${stackOf(error)}`)),
    });
    const findings = examined.flatMap((one) => one.findings);
    options.say(flags.json ? asJson(examined, hide) : asText(findings, hide));
    return findings.some(isBad) ? 1 : 0;
  } finally {
    await close();
  }
}

function readFlags(args: readonly string[]): { readonly json: boolean; readonly offline: boolean } | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false }, offline: { type: 'boolean', default: false } },
    });
    return values;
  } catch {
    return null;
  }
}

/** What a finding says at the terminal. A secret that somebody repeats is hidden; ours are told without their content. */
function wordsFor(one: Finding, hide: (text: string) => string): Advice {
  const { says, fix } = adviceFor(en.doctor.findings, one);
  if (one.id === 'settingsRead') return { says };
  return fix === undefined ? { says: hide(says) } : { says: hide(says), fix: hide(fix) };
}

/** One line for each finding, and one below it where something helps. */
function asText(findings: readonly Finding[], hide: (text: string) => string): string {
  const { doctor } = en;
  const lines = findings.flatMap((one) => {
    const { says, fix } = wordsFor(one, hide);
    const line = ` ${doctor.levels[one.level].padEnd(4)}  ${says}`;
    return fix === undefined ? [line] : [line, `       ${doctor.fix(fix)}`];
  });
  return [...lines, doctor.needsYou(findings.filter(isBad).length)].join('\n');
}

function asJson(examined: readonly Examined[], hide: (text: string) => string): string {
  const findings = examined.flatMap(({ check, findings }) =>
    findings.map((one) => {
      const { says, fix } = wordsFor(one, hide);
      return { check, id: one.id, level: one.level, says, fix: fix ?? null };
    }),
  );
  return JSON.stringify({ bad: findings.filter(isBad).length, findings }, null, 2);
}

function isBad({ level }: Pick<Finding, 'level'>): boolean {
  return level === 'bad';
}

/** What nobody may read, whatever a relay or Discord repeats. */
function secretsIn(env: SettingsSource['env']): readonly string[] {
  return ['DISCORD_TOKEN', 'RELAY_API_KEY'].map((name) => (env[name] ?? '').trim());
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
