/** The most values of a body, and the most keys of an object. A listing of fifty tasks has 10,000 and 40. */
const [VALUES_MAX, KEYS_MAX] = [200_000, 1_000];
/** A body up to this length, in UTF-16 units, is parsed quickly whatever it holds. */
const SHORT = 100_000;

/**
 * Parses a body that should be JSON, whatever its content type says; undefined when it is not JSON or has so many values or
 * keys that reading them would keep the process from its work. Whole numbers that are too large for a double become strings
 * of their digits: relays send ids of 17 digits and more as bare numbers.
 */
export function parseJson(text: string): unknown {
  try {
    const isPlain = text.length <= SHORT && !/\d{16}/.test(text);
    const prepared = isPlain ? text : quoteLongNumbers(text);
    return prepared === null ? undefined : JSON.parse(prepared);
  } catch {
    return undefined;
  }
}

/** The text with its long numbers in quotes; null when it has too many values or keys. */
function quoteLongNumbers(text: string): string | null {
  const pieces: string[] = [];
  /** The commas in each of the objects that are open, and in each list a number that stays below all limits. */
  const commas: number[] = [];
  let [values, taken] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at + 1);
    else if (character === '{' || character === '[') {
      values += 1;
      commas.push(character === '{' ? 0 : Number.NEGATIVE_INFINITY);
    } else if (character === '}' || character === ']') commas.pop();
    else if (character === ',') {
      values += 1;
      const count = (commas.pop() ?? 0) + 1;
      commas.push(count);
      if (values > VALUES_MAX || count > KEYS_MAX) return null;
    } else if (isDigit(character)) {
      const end = endOfDigits(text, at);
      if (isLongInteger(text, at, end)) {
        pieces.push(text.slice(taken, at), text.slice(at, end));
        taken = end;
      }
      at = end - 1;
    }
  }
  return [...pieces, text.slice(taken)].join('"');
}

/** The place of the quote that ends a string; `from` is the place behind the one that begins it. */
function endOfString(text: string, from: number): number {
  let quote = text.indexOf('"', from);
  while (quote >= 0 && isEscaped(text, quote, from)) quote = text.indexOf('"', quote + 1);
  return quote < 0 ? text.length : quote;
}

/** Whether an odd number of backslashes stands before this place. */
function isEscaped(text: string, at: number, from: number): boolean {
  let start = at;
  while (start > from && text.charAt(start - 1) === '\\') start -= 1;
  return (at - start) % 2 === 1;
}

function endOfDigits(text: string, start: number): number {
  let end = start + 1;
  while (isDigit(text.charAt(end))) end += 1;
  return end;
}

/** Whether these digits are a whole number by themselves, not part of another one, that a double cannot hold. */
function isLongInteger(text: string, start: number, end: number): boolean {
  if (end - start < 16 || text.charAt(start) === '0') return false;
  const isWhole = /^$|[[:,\s]/.test(text.charAt(start - 1)) && !/[.e]/i.test(text.charAt(end));
  return isWhole && !Number.isSafeInteger(Number(text.slice(start, end)));
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character !== '';
}
