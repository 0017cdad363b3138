/** One import or re-export of a module. `specifier` is null when it is computed at run time. */
export type Import = { readonly specifier: string | null; readonly typeOnly: boolean };

/**
 * Finds what a formatted TypeScript file imports: import and export statements start their line, `import(...)` may stand
 * anywhere. Comments and template strings do not count, unless a line in a template string starts like an import.
 */
export function importsOf(source: string): readonly Import[] {
  const code = withoutComments(source);
  const statements = [...code.matchAll(statement)].map(({ groups }) => ({
    specifier: groups?.path ?? null,
    typeOnly: groups?.type !== undefined,
  }));
  const calls = [...code.matchAll(call)].map(({ groups }) => ({ specifier: groups?.path ?? null, typeOnly: false }));
  return [...statements, ...calls];
}

/** `import 'x'`, `import a, { b } from 'x'`, `export * from 'x'`, over several lines, with `type` or not. */
const statement = /^(?:import|export)\b(?<type>\s+type\b)?(?:[\w\s{},*$]*?\bfrom)?\s*(["'])(?<path>.*?)\2/gm;

/** `import('x')`, also in types; `require('x')`; `getBuiltinModule('x')`. */
const call = /(?<![.\w])(?:import|require|process\.getBuiltinModule)\s*\(\s*(?:(["'`])(?<path>[^"'`$]*)\1\s*[,)])?/g;

/** Blanks comments, and steps over strings so that `'//'` does not look like one. */
export function withoutComments(source: string): string {
  return source.replaceAll(token, (found) => (/^\/[/*]/.test(found) ? found.replaceAll(/[^\n]/g, ' ') : found));
}

/** Without comments and without what is between quotes. Template strings are kept, because there may be code in them. */
export function withoutTexts(source: string): string {
  return withoutComments(source).replaceAll(token, (found) => (/^['"]/.test(found) ? `${found[0]}${found[0]}` : found));
}

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=[(,=:[!&|?{};+]\s*|return\s+|\n\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g;
