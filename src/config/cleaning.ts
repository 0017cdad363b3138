/**
 * The environment as people write it: surrounding white space and quotation marks (docker's --env-file keeps them) mean
 * nothing, and an empty value means "not set". Only the names asked for are kept.
 */
export function clean(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const kept: [string, string][] = [];
  for (const name of names) {
    const value = bare(Object.hasOwn(env, name) ? (env[name] ?? '') : '');
    if (value !== '') kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

function bare(value: string): string {
  const trimmed = value.trim();
  const quoted = /^(["'])(.*)\1$/s.exec(trimmed);
  return quoted?.[2] === undefined ? trimmed : quoted[2].trim();
}
