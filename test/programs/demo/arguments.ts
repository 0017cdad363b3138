import { parseArgs } from 'node:util';

/** The relays on which the whole story can be played. The others lack something of it. */
const relays = ['gateway', 'raw', 'one-hub'] as const;

export type DemoRelay = (typeof relays)[number];

/** Reads `[--relay NAME] [FOLDER]`. Throws Error with a sentence for whoever typed it. */
export function readArguments(args: readonly string[], defaultFolder: string): { relay: DemoRelay; folder: string } {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { relay: { type: 'string', default: 'gateway' } },
    allowPositionals: true,
  });
  const relay = relays.find((name) => name === values.relay);
  if (!relay) throw new Error(`--relay is one of ${relays.join(', ')}, not ${values.relay}.`);
  return { relay, folder: positionals[0] ?? defaultFolder };
}
