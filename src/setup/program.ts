import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Environment, readSettingsFiles, type SettingsFile, type SettingsFiles } from '../config/sources.ts';
import { ConfigError } from '../config.ts';
import { SetupError } from '../domain/failures/errors.ts';
import { createSecretFilter } from '../lib/hide-secrets.ts';
import { wrongFlag } from '../lib/wrong-flag.ts';
import { GaveUp } from './attempts.ts';
import { createDraft, type Draft, setupNames } from './draft.ts';
import { withSettings } from './env-writer.ts';
import { inviteStep } from './invite-step.ts';
import { withoutQuestions } from './no-questions.ts';
import { relayStep } from './relay-step.ts';
import { save } from './save.ts';
import { Cancelled, createTerminal, type Terminal } from './terminal.ts';
import { tokenStep } from './token-step.ts';

/** The file that `npm start` reads. */
const DEFAULT_FILE = '.env';

const USAGE = `npm run setup                     asks for what is missing, tries it, and writes .env
npm run setup -- --file PATH      writes another file
npm run setup -- --no-questions   takes the environment, tries it, and writes it or says what is missing`;

export type SetupOptions = {
  readonly env: Environment;
  readonly files: SettingsFiles;
  readonly args: readonly string[];
  /** Whether somebody sits at a terminal. */
  readonly isAsking: boolean;
  /** Take whole lines. */
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly signal: AbortSignal;
};

/** 0 it is written, or all is there; 1 a check failed, and nothing is written; 2 wrong usage, or no terminal; 130 Ctrl+C. */
export type SetupCode = 0 | 1 | 2 | 130;

/** Says what was done, and what comes next. */
type End = (done: string, next: string) => void;

/** Sets Darkroom up. Writes once, at the end; whatever happens before that leaves the file as it was. */
export async function runSetup(options: SetupOptions): Promise<SetupCode> {
  const { env, files, signal, say, complain } = options;
  const flags = readFlags(options.args);
  if (typeof flags === 'string') {
    complain(`${flags}\n${USAGE}`);
    return 2;
  }
  if (flags.help) {
    say(USAGE);
    return 0;
  }
  const asks = !flags['no-questions'];
  if (asks && !options.isAsking) {
    complain(`Setup asks questions, and here is no terminal to ask them on.\n${USAGE}`);
    return 2;
  }
  const target = look(flags.file);
  const draft = createDraft({ env, files: asks ? files : own(files, target), target });
  const hide = (text: string) => createSecretFilter(draft.secrets())(text);
  const terminal = asks ? createTerminal(signal, hide) : null;
  const end: End = terminal
    ? (done, next) => {
        terminal.good(done);
        terminal.end(next);
      }
    : (done, next) => say(`${done} ${next}`);
  try {
    // Whatever else is wrong has to be put right first: the bot would not start.
    draft.config();
    const isRight = terminal
      ? await askAll(draft, terminal, signal)
      : await withoutQuestions(draft, (line) => say(hide(line)), signal);
    if (!isRight) {
      (terminal?.end ?? say)(`Nothing was written to ${flags.file}.`);
      return 1;
    }
    signal.throwIfAborted();
    await write(flags.file, draft, end);
    return 0;
  } catch (error) {
    if (signal.aborted || error instanceof Cancelled) {
      complain(`Stopped. Nothing was written to ${flags.file}.`);
      return 130;
    }
    if (error instanceof ConfigError || error instanceof SetupError || isSystemError(error)) {
      complain(`${hide(error.message)}\nNothing was written to ${flags.file}.`);
      return 1;
    }
    throw error;
  }
}

async function askAll(draft: Draft, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  try {
    terminal.begin('Darkroom');
    const known = await tokenStep(draft, terminal, signal);
    await relayStep(draft, terminal, signal);
    await inviteStep(draft, terminal, known?.applicationId ?? null, signal);
    for (const name of setupNames.filter(draft.isHidden)) {
      terminal.warn(`${name} is in the environment, too, and that one goes before the file: remove it there.`);
    }
    terminal.step('4/4  The file');
    return true;
  } catch (error) {
    if (error instanceof GaveUp) return false;
    throw error;
  }
}

/** The file that is to be written, as it is now; null where there is none. */
function look(path: string): SettingsFile | null {
  return readSettingsFiles({}, [`--env-file=${path}`]).settings[0] ?? null;
}

/** Of the files that Node was told to read, the one that is to be written: what the others hold is as good as the environment. */
function own(files: SettingsFiles, target: SettingsFile | null): SettingsFiles {
  const isTarget = ({ path }: SettingsFile) => target !== null && resolve(path) === resolve(target.path);
  return { settings: files.settings.filter(isTarget), secrets: files.secrets };
}

function startWith(path: string): string {
  if (resolve(path) === resolve(DEFAULT_FILE)) return 'Start with: npm start';
  return `Start with: node --env-file=${/[^\w./@:+-]/.test(path) ? `"${path}"` : path} src/index.ts`;
}

async function write(path: string, draft: Draft, end: End): Promise<void> {
  if (draft.answers.size === 0) {
    end(`All is set already; ${path} stays as it is.`, startWith(path));
    return;
  }
  // It may have been changed while questions were answered.
  const now = look(path)?.bytes;
  const text = now ? new TextDecoder().decode(now) : '# docs/operating.md has all settings.\n\n';
  await save(path, withSettings(text, draft.answers));
  const count = draft.answers.size === 1 ? '1 setting' : `${draft.answers.size} settings`;
  end(`Wrote ${path} (${count}, readable by you only).`, startWith(path));
}

function readFlags(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        file: { type: 'string', default: DEFAULT_FILE },
        'no-questions': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    return wrongFlag(error);
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
