const USAGE = `What shall be done with the store?
  npm run store -- check                      reads every record and counts them
  npm run store -- processes                  lists the processes that use it, and says which one leads
  npm run store -- backup <file or folder> [--keep <number>]
                                              copies it while the bot runs, without interaction tokens; a folder gets
                                              a name with the date, and --keep leaves so many of those
  npm run store -- restore <file>             puts such a copy in the place of the store, which is kept beside it; the
                                              bot must be stopped
  npm run store -- export <file>              writes every record to a new file, without interaction tokens
  npm run store -- import <file> [--merge]    reads such a file into an empty store; with --merge, adds to any
                                              store what it does not know yet
  npm run store -- erase <user id>            forgets a member, as they can themselves with /me; the bot does it within
                                              the hour, or when it starts`;

/** What the operator wants. */
export type Task =
  | { readonly verb: 'check' }
  | { readonly verb: 'processes' }
  | { readonly verb: 'backup'; readonly target: string; readonly keep: number | null }
  | { readonly verb: 'restore'; readonly file: string }
  | { readonly verb: 'erase'; readonly memberId: string }
  | { readonly verb: 'export'; readonly file: string }
  | { readonly verb: 'import'; readonly file: string; readonly merge: boolean };

/** What a command line asks for; null when that cannot be understood. */
export function taskOf([verb, file = '', ...more]: readonly string[]): Task | null {
  const [option, value] = more;
  if (verb === 'check' || verb === 'processes') return file === '' ? { verb } : null;
  if (file === '') return null;
  if (verb === 'erase') return option === undefined && /^\d{17,20}$/.test(file) ? { verb, memberId: file } : null;
  if (verb === 'export' || verb === 'restore') return option === undefined ? { verb, file } : null;
  if (verb === 'import' && option === undefined) return { verb, file, merge: false };
  if (verb === 'import') return option === '--merge' && more.length === 1 ? { verb, file, merge: true } : null;
  if (verb === 'backup' && option === undefined) return { verb, target: file, keep: null };
  const isNumber = option === '--keep' && more.length === 2 && /^[1-9]\d{0,5}$/.test(value ?? '');
  return verb === 'backup' && isNumber ? { verb, target: file, keep: Number(value) } : null;
}

/** How it is called, where somebody asks for that; otherwise null. */
export function helpFor(args: readonly string[]): string | null {
  return args.includes('--help') || args.includes('-h') ? USAGE : null;
}

/** How it is called, for somebody who called it wrongly, with what was wrong. */
export function usageFor([verb, ...more]: readonly string[]): string {
  if (verb === undefined) return USAGE;
  if (!verbs.has(verb)) return `There is no '${verb}'.\n${USAGE}`;
  const flag = more.find((word) => word.startsWith('-') && word !== flags.get(verb));
  return flag === undefined
    ? `'${verb}' takes other words than these.\n${USAGE}`
    : `Unknown option '${flag}' of '${verb}'.\n${USAGE}`;
}

const verbs: ReadonlySet<string> = new Set(['check', 'processes', 'backup', 'restore', 'export', 'import', 'erase']);
/** The options, by their verbs. */
const flags: ReadonlyMap<string, string> = new Map([
  ['backup', '--keep'],
  ['import', '--merge'],
]);
