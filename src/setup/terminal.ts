import { type CANCEL_SYMBOL, confirm, intro, isCancel, log, outro, password, select, text } from '@clack/prompts';
import { wrap } from './wrap.ts';

/** The columns that clack's bar takes, and the fewest that are written in beside it. */
const [FRAME, LEAST] = [3, 20];

/** Somebody pressed Ctrl+C. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** A question for a line of text. `validate` answers with what is wrong with it. */
export type Line = {
  readonly message: string;
  /** What Enter alone stands for. */
  readonly suggested?: string;
  readonly validate: (typed: string) => string | null;
};

/** Whoever sits at the terminal. Every question rejects with Cancelled after Ctrl+C. */
export type Terminal = {
  begin(title: string): void;
  /** The last line, which closes the frame. */
  end(sentence: string): void;
  step(title: string): void;
  good(sentence: string): void;
  warn(sentence: string): void;
  bad(sentence: string): void;
  line(question: Line): Promise<string>;
  secret(question: Line): Promise<string>;
  confirm(message: string): Promise<boolean>;
  /** Asks for one of two ways, the first of which Enter takes. Resolves with whether it was that one. */
  first(message: string, one: string, other: string): Promise<boolean>;
  /** Waits for something to happen, until somebody presses Enter: then null. */
  waitFor<Found>(message: string, later: string, until: (signal: AbortSignal) => Promise<Found>): Promise<Found | null>;
};

/** A terminal over standard input and output. `hide` takes secrets out of everything that is said. */
export function createTerminal(signal: AbortSignal, hide: (text: string) => string): Terminal {
  const answer = <Value>(value: Value | typeof CANCEL_SYMBOL): Value => {
    if (isCancel(value)) throw new Cancelled();
    return value;
  };
  const fitted = (text: string) => wrap(hide(text), Math.max(LEAST, (process.stdout.columns ?? 80) - FRAME));
  const validated = ({ message, suggested, validate }: Line) => ({
    message,
    validate: (typed = '') => (typed === '' && suggested !== undefined ? undefined : (validate(typed) ?? undefined)),
    signal,
  });

  return {
    begin: (title) => intro(title),
    end: (sentence) => outro(fitted(sentence)),
    step: (title) => log.step(fitted(title)),
    good: (sentence) => log.success(fitted(sentence)),
    warn: (sentence) => log.warn(fitted(sentence)),
    bad: (sentence) => log.error(fitted(sentence)),
    line: async (question) => {
      const { suggested = '' } = question;
      return answer(await text({ ...validated(question), placeholder: suggested, defaultValue: suggested }));
    },
    secret: async (question) => answer(await password({ ...validated(question), clearOnError: true })),
    confirm: async (message) => answer(await confirm({ message, signal })),
    first: async (message, one, other) => {
      const options = [
        { value: true, label: one },
        { value: false, label: other },
      ];
      return answer(await select({ message, options, signal }));
    },
    async waitFor(message, later, until) {
      const over = new AbortController();
      const ends = AbortSignal.any([signal, over.signal]);
      const waiting = until(ends).finally(() => over.abort());
      // Whoever stops waiting is not told that waiting was stopped.
      waiting.catch(() => {});
      const pressed = await select({ message, options: [{ value: null, label: later }], signal: ends });
      if (over.signal.aborted) return waiting;
      over.abort();
      return answer(pressed);
    },
  };
}
