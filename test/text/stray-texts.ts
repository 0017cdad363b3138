import { literalsOf } from './strings.ts';

/** Calls whose texts are for the operator. */
const unread = /\blog\.(?:debug|info|warn|error)$|Error$|Exception$/;

/** Every string in a source that reads like human language; those for the log and in errors are not for members. */
export function strayTexts(source: string): string[] {
  return literalsOf(source)
    .filter(({ text, calls, module }) => !module && isHuman(text) && !calls.some((name) => unread.test(name)))
    .map(({ text }) => text.trim());
}

/** Two words in a row, a word with a capital letter, the end of a sentence, or writing that no program is written in. */
function isHuman(text: string): boolean {
  if (/^--|\\[up]\{|\[\^|\(\?/.test(text)) return false;
  return (
    /\p{L}{2,}[,;:]? \p{L}{2,}/u.test(text) ||
    /^\p{Lu}\p{Ll}+$/u.test(text.trim()) ||
    /\p{L}{2,}[.!?…]$/u.test(text.trim()) ||
    /\p{Lo}/u.test(text)
  );
}
