import { z } from 'zod';
import { timeZone } from '../domain/credits/window.ts';

function must(name: string, whatToDo: string) {
  return `${name} must be ${whatToDo}.`;
}

/** A number in plain digits. `1e3`, `0x10` and `0,5` are refused: they are more likely slips than numbers. */
export function numberBetween(name: string, least: number, most: number, kind: 'whole' | 'fraction') {
  const digits = kind === 'whole' ? /^\d{1,9}$/ : /^\d{1,9}(\.\d{1,9})?$/;
  const noun = kind === 'whole' ? 'a whole number' : 'a number (such as 5 or 0.5)';
  const sentence = must(name, `${noun} from ${least} to ${most}`);
  return z
    .string()
    .regex(digits, { error: sentence, abort: true })
    .transform(Number)
    .refine((value) => value >= least && value <= most, sentence);
}

/** One of a few words, in upper or lower case. */
export function oneOf<const Words extends readonly [string, ...string[]]>(name: string, words: Words) {
  return z
    .string()
    .toLowerCase()
    .pipe(z.enum(words, must(name, `one of ${words.join(', ')}`)));
}

/** Discord ids separated by commas or spaces. https://docs.discord.com/developers/reference#snowflakes */
export function snowflakes(name: string, whose: string) {
  return z
    .string()
    .transform((list): ReadonlySet<string> => new Set(list.split(/[\s,;]+/).filter((id) => id !== '')))
    .refine(
      (ids) => ids.size > 0 && [...ids].every((id) => /^\d{17,20}$/.test(id)),
      must(
        name,
        `a list of ${whose} ids of 17 to 20 digits, separated by commas (in Discord: Developer Mode, Copy ID)`,
      ),
    );
}

/** A web address without user name, query or fragment; trailing slashes are dropped. */
export function webAddress(name: string, example: string) {
  return z
    .string()
    .refine(isWebAddress, must(name, `a web address without user name and question mark, such as ${example}`))
    .transform((text) => text.replace(/(?<!\/)\/+$/, ''));
}

function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || /[\s?#]/.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

/** Where a server listens. */
export type ListenAddress = { readonly host: string; readonly port: number };

/** A host and a port, such as `127.0.0.1:9464` or `[::1]:9464`. */
export function listenAddress(name: string, example: string) {
  return z.string().transform((text, context): ListenAddress => {
    const [, bracketed, plain, digits] = /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
    const host = bracketed ?? plain;
    const port = Number(digits);
    if (host !== undefined && port >= 1 && port <= 65_535) return { host, port };
    context.addIssue(must(name, `a host and a port, such as ${example}`));
    return z.NEVER;
  });
}

/** The name of a time zone, in the spelling that everybody uses. */
export function timeZoneName(name: string) {
  return z.string().transform((text, context) => {
    const zone = timeZone(text);
    if (zone !== null) return zone;
    context.addIssue(must(name, 'the name of a time zone, such as Europe/Berlin or UTC'));
    return z.NEVER;
  });
}

/** A value that `parse` understands. It must throw a TypeError for others, with one sentence that does not repeat the value. */
export function parsedBy(name: string, parse: (text: string) => unknown) {
  return z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      context.addIssue(`${name} is not usable: ${error.message}`);
    }
  });
}

/** What `parse` makes of a value. It must throw a TypeError for others, with a sentence for the operator. */
export function transformedBy<Value>(parse: (text: string) => Value) {
  return z.string().transform((text, context) => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      context.addIssue(error.message);
      return z.NEVER;
    }
  });
}

/** The path of a file. It is not looked at here, nor repeated: the file's content may have been pasted. */
export function filePath(name: string) {
  return z.string().refine((path) => !path.includes('\0'), must(name, 'the path of a file'));
}

/** A secret that is sent in a header. It is refused with the scheme's name in front of it. */
export function headerSecret(name: string, what: string, scheme: string) {
  return z
    .string(`${name} is not set: ${what}.`)
    .refine((value) => !startsWith(value, scheme), {
      error: `${name} starts with "${scheme} ": remove that word, Darkroom adds it by itself.`,
      abort: true,
    })
    .regex(/^[\x21-\x7e]+$/, `${name} has a space or an unusual character in it: copy it again, ${what}.`);
}

function startsWith(value: string, scheme: string): boolean {
  return new RegExp(`^${scheme}\\s`, 'i').test(value);
}
