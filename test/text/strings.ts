/** A string in a source, or one fixed part of a template string. */
export type Literal = {
  readonly text: string;
  /** Names of the calls it is an argument of, outermost first, such as `log.warn`. */
  readonly calls: readonly string[];
  /** It names a module. */
  readonly module: boolean;
};

/** Where a slash begins a regular expression and does not divide. */
const beforeRegex = /(?:^|[(,=:[!&|?{};+<>~-]|\breturn|\bcase|\btypeof|\bin|\bof)\s*$/;

/** Every string of a TypeScript source, read from left to right: comments and regular expressions are stepped over. */
export function literalsOf(source: string): Literal[] {
  const found: Literal[] = [];
  const calls: string[] = [];
  /** Braces opened so far; true where `}` ends a placeholder of a template string. */
  const braces: boolean[] = [];
  let code = '';
  let at = 0;

  function take(pattern: RegExp): string {
    const sticky = new RegExp(pattern, 'suy');
    sticky.lastIndex = at;
    const [text = ''] = sticky.exec(source) ?? [];
    at += text.length;
    return text;
  }

  function keep(text: string): void {
    found.push({ text, calls: [...calls], module: /\b(?:from|import)\s*\(?\s*$/.test(code) });
    code += '""';
  }

  /** Up to its end or its next placeholder. */
  function template(): void {
    const text = take(/(?:\\.|\$(?!\{)|[^\\`$])*/);
    keep(text);
    if (take(/\$\{/) !== '') braces.push(true);
    else take(/`/);
  }

  while (at < source.length) {
    if (take(/\/\/[^\n]*|\/\*.*?\*\//) !== '') continue;
    const quoted = take(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/);
    if (quoted !== '') {
      keep(quoted.slice(1, -1));
      continue;
    }
    if (beforeRegex.test(code.slice(-12)) && take(/\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/\w*/) !== '') {
      code += '0';
      continue;
    }
    const character = take(/./);
    if (character === '`') template();
    else if (character === '{') braces.push(false);
    else if (character === '}' && braces.pop()) template();
    if (character === '(') calls.push(/[\w$.?]*\s*$/.exec(code.slice(-80))?.[0].trim() ?? '');
    if (character === ')') calls.pop();
    code += character === '`' ? '' : character;
  }
  return found;
}
