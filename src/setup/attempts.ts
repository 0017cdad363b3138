import type { Terminal } from './terminal.ts';

/** Whoever answers gave up: nothing is to be written. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp';
}

/** How many wrong answers in a row are enough. */
const MOST = 3;

export type Attempts<Known> = {
  /** The answer that is there already, null where it has to be asked for. */
  readonly given: string | null;
  readonly ask: () => Promise<string>;
  /** What is found out about an answer, null when it is wrong, which it has said then. */
  readonly check: (value: string) => Promise<Known | null>;
};

/**
 * Asks until an answer is right, or is to be kept though it is wrong: then nothing is known of it. Rejects with GaveUp after three
 * wrong ones, if that is wished.
 */
export async function untilRight<Known>(
  terminal: Terminal,
  { given, ask, check }: Attempts<Known>,
): Promise<{ readonly value: string; readonly known: Known | null }> {
  let value = given ?? (await ask());
  for (let tries = 1; ; tries += 1) {
    const known = await check(value);
    if (known !== null) return { value, known };
    if (tries >= MOST) {
      const isKept = await terminal.first(
        `That was the ${tries}${tries === 3 ? 'rd' : 'th'} time.`,
        'Keep it anyway',
        'Stop, and write nothing',
      );
      if (!isKept) throw new GaveUp();
      return { value, known: null };
    }
    value = await ask();
  }
}
