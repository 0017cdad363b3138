import type { Accepts } from '../../failures/flag-trouble.ts';
import { currentName, type FlagKind } from '../../midjourney.ts';

const link = /^<?https?:\/\/[^\s<>]+>?$/i;
const styleCode = /^(?:random|\d{1,12}(?:::-?(?:\d+(?:\.\d+)?|\.\d+))?|[a-z]\w*)$/i;
/** `random-16`, and what Midjourney's style tuner writes: letters and digits, several of them with hyphens, after raw too. */
const tuned = /^(?:random(?:-\d{1,3}){0,2}|(?:raw-)?(?=[a-z-]{0,200}\d)[a-z\d]{4,60}(?:-[a-z\d]{4,60}){0,9})$/i;

/** Whether a flag may have this value. */
export function isAccepted(value: string, accepts: Accepts): boolean {
  switch (accepts.kind) {
    case 'nothing':
      return value === '';
    case 'switch':
      return value === '' || value === '1';
    case 'ratio':
      return /^[1-9]\d{0,3}:[1-9]\d{0,3}$/.test(value);
    case 'number':
      return isNumber(value, accepts.whole) && Number(value) >= accepts.least && Number(value) <= accepts.most;
    case 'oneOf':
      return isOneOf(value, accepts.values);
    case 'style':
      return isOneOf(value, accepts.values) || tuned.test(value);
    case 'version':
      return /^\d{1,2}(?:\.\d{1,2})?$/.test(value);
    case 'optionalVersion':
      return value === '' || /^\d{1,2}(?:\.\d{1,2})?$/.test(value);
    case 'links':
      return value !== '' && value.split(/\s+/).every((part) => link.test(part));
    case 'styles':
      return value !== '' && value.split(/\s+/).every((part) => link.test(part) || styleCode.test(part));
    case 'words':
      return value !== '';
    case 'anything':
      return true;
  }
}

/** The longest value that is put right: as much as an option for links takes. */
const TIDIED_MAX = 2000;

/**
 * The value as Midjourney takes it, without what input methods and copying have made of it: full-width digits and colons,
 * spaces around a colon, brackets around links, punctuation behind it, names of versions that are given up. Words stay as they
 * are. Null when the flag does not take it in any form.
 */
export function tidied(value: string, { accepts, group }: Pick<FlagKind, 'accepts' | 'group'>): string | null {
  const plain = value.length > TIDIED_MAX ? value : plainValue(value, accepts);
  if (!isAccepted(plain, accepts)) return null;
  return group === 'model' && accepts.kind === 'version' ? currentName(plain) : plain;
}

function plainValue(value: string, accepts: Accepts): string {
  if (accepts.kind === 'words') return withoutEnd(value, ',，、;；');
  if (accepts.kind === 'anything') return value;
  if (accepts.kind === 'links' || accepts.kind === 'styles') return plainLinks(value);
  const plain = withoutEnd(value.normalize('NFKC'), ',.;、。');
  switch (accepts.kind) {
    case 'ratio':
      return joined(plain.replaceAll('∶', ':'), ':');
    case 'version':
    case 'optionalVersion':
      return plain.replace(/^v(?=\d)/i, '');
    default:
      return plain;
  }
}

/** `<link>` becomes the link, `link :: 2` becomes `link::2`, and commas between links go. */
function plainLinks(value: string): string {
  const parts = joined(value.replaceAll('：：', '::'), '::').split(/\s+/);
  return parts
    .map((part) => withoutEnd(part.replace(/^<(https?:[^<>]*)>/i, '$1'), ',.;，、。；'))
    .filter((part) => part !== '')
    .join(' ');
}

/** The text without spaces around each `separator`. */
function joined(text: string, separator: string): string {
  const parts = text.split(separator);
  return parts.map((part) => part.trim()).join(separator);
}

/** The text without these marks and spaces at its end. */
function withoutEnd(text: string, marks: string): string {
  let end = text.length;
  while (end > 0 && (marks.includes(text.charAt(end - 1)) || text.charAt(end - 1).trim() === '')) end -= 1;
  return text.slice(0, end);
}

/** A value in the form in which it is compared: `.5` becomes `0.5`, `LOW` becomes `low`. */
export function comparable(value: string): string {
  if (isNumber(value, false)) return String(Number(value));
  return value.replace(/\s+/g, ' ').toLowerCase();
}

function isOneOf(value: string, values: readonly string[]): boolean {
  return values.some((one) => one === value.toLowerCase() || sameNumber(one, value));
}

function isNumber(value: string, whole: boolean): boolean {
  return whole ? /^\d{1,10}$/.test(value) : /^(?:\d{1,10}(?:\.\d{0,6})?|\.\d{1,6})$/.test(value);
}

function sameNumber(one: string, other: string): boolean {
  return isNumber(one, false) && isNumber(other, false) && Number(one) === Number(other);
}
