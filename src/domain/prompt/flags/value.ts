import type { Accepts } from '../../failures/flag-trouble.ts';

const link = /^<?https?:\/\/[^\s<>]+>?$/i;
const style = /^(?:random|\d{1,12}(?:::-?(?:\d+(?:\.\d+)?|\.\d+))?|[a-z]\w*)$/i;

/** Whether a flag may have this value. */
export function isAccepted(value: string, accepts: Accepts): boolean {
  switch (accepts.kind) {
    case 'nothing':
      return value === '';
    case 'ratio':
      return /^[1-9]\d{0,3}:[1-9]\d{0,3}$/.test(value);
    case 'number':
      return isNumber(value, accepts.whole) && Number(value) >= accepts.least && Number(value) <= accepts.most;
    case 'oneOf':
      return accepts.values.some((one) => one === value.toLowerCase() || sameNumber(one, value));
    case 'version':
      return /^\d{1,2}(?:\.\d{1,2})?$/.test(value);
    case 'optionalVersion':
      return value === '' || /^\d{1,2}(?:\.\d{1,2})?$/.test(value);
    case 'links':
      return value !== '' && value.split(/\s+/).every((part) => link.test(part));
    case 'styles':
      return value !== '' && value.split(/\s+/).every((part) => link.test(part) || style.test(part));
    case 'words':
      return value !== '';
    case 'anything':
      return true;
  }
}

/** A value in the form in which it is compared: `.5` becomes `0.5`, `LOW` becomes `low`. */
export function comparable(value: string): string {
  if (isNumber(value, false)) return String(Number(value));
  return value.replace(/\s+/g, ' ').toLowerCase();
}

function isNumber(value: string, whole: boolean): boolean {
  return whole ? /^\d{1,10}$/.test(value) : /^(?:\d{1,10}(?:\.\d{0,6})?|\.\d{1,6})$/.test(value);
}

function sameNumber(one: string, other: string): boolean {
  return isNumber(one, false) && isNumber(other, false) && Number(one) === Number(other);
}
