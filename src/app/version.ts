import { readFileSync } from 'node:fs';

/** The version of this Darkroom, as package.json has it. */
export function ownVersion(): string {
  const { version }: { readonly version?: unknown } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return String(version ?? 'of unknown version');
}
