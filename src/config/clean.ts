/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables with these names, as their author meant them: without surrounding white space and quotation marks (docker's
 * `--env-file` keeps both). An empty value means "not set".
 */
export function clean(env: Environment, names: readonly string[]): Readonly<Record<string, string>> {
  const kept = names.map((name) => [name, bare(textOf(env, name))] as const);
  return Object.fromEntries(kept.filter(([, value]) => value !== ''));
}

/** Whether the value of a variable has a quotation mark at one of its ends only, which then is part of it. */
export function isHalfQuoted(env: Environment, name: string): boolean {
  return /^["'`]|["'`]$/.test(bare(textOf(env, name)));
}

/** Whether a variable has a value, as `KEY=` and `KEY=""` have none. */
export function isGiven(value = ''): boolean {
  return !/^["'\s]*$/.test(value);
}

/** How a variable may be written, the spelling that goes first at the beginning: other programs write proxies in lower case. */
export function spellings(name: string): readonly string[] {
  return name.endsWith('_PROXY') ? [name.toLowerCase(), name] : [name];
}

function textOf(env: Environment, name: string): string {
  const found = spellings(name).find((one) => Object.hasOwn(env, one) && env[one] !== undefined);
  return found === undefined ? '' : (env[found] ?? '');
}

function bare(value: string): string {
  const trimmed = value.trim();
  const quoted = /^(["'`])(.*)\1$/s.exec(trimmed);
  return quoted?.[2] === undefined ? trimmed : quoted[2].trim();
}
