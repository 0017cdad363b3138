import type { Accepts } from './failures/flag-trouble.ts';

/*
 * Everything about Midjourney that changes when it brings out a version: what is offered, what draws a prompt that names no
 * version, which parameters exist, which versions take them, and which values. Nothing else in the program depends on a version,
 * so a new one is an edit of this file. Where nothing else is said, it is as a parameter guide had it on 27 September 2026, beside
 * - Midjourney's versions: https://docs.midjourney.com/hc/en-us/articles/32199405667853-Version
 * - Midjourney's parameters: https://docs.midjourney.com/hc/en-us/articles/32859204029709-Parameter-List
 * "Measured" is what users of relays published of tasks that failed there.
 */

/** One of Midjourney's versions; Niji's are counted for themselves. */
export type Model = { readonly family: 'v' | 'niji'; readonly version: number };

/** The versions that members are offered, newest first. `name` is Midjourney's own, `value` is what settings say. */
export const models: readonly { readonly name: string; readonly value: string }[] = [
  { name: 'Midjourney 8.2', value: '8.2' },
  { name: 'Midjourney 8.1', value: '8.1' },
  { name: 'Midjourney 7', value: '7' },
  { name: 'Midjourney 6.1', value: '6.1' },
  { name: 'Niji 7', value: 'niji 7' },
  { name: 'Niji 6', value: 'niji 6' },
];

/** What draws a prompt that names no version: 8.2 since 24 July 2026, and for a bare `--niji` 7 since January 2026. */
export const usual: { readonly v: Model; readonly niji: Model } = {
  v: { family: 'v', version: 8.2 },
  niji: { family: 'niji', version: 7 },
};

/** Names that Midjourney has given up, with what took their place. 8 was the name of an alpha until April 2026. */
export const renamed: Readonly<Record<string, string>> = { '8': '8.2', '8.0': '8.2' };

/** The versions whose rules are known. Whatever is said of parameters below is said of these only. */
const known: Readonly<Record<Model['family'], readonly number[]>> = {
  v: [1, 2, 3, 4, 5, 5.1, 5.2, 6, 6.1, 7, 8.1, 8.2],
  niji: [4, 5, 6, 7],
};

/** Versions of one family, the ends included. */
type Span = { readonly family: Model['family']; readonly from: number; readonly to: number };

const v = (from: number, to = from): Span => ({ family: 'v', from, to });
const niji = (from: number, to = from): Span => ({ family: 'niji', from, to });
const before8 = [v(1, 7), niji(4, 7)] as const;
const only8 = [v(8.1, 8.2)] as const;

/** What is known of one of Midjourney's parameters. */
export type FlagKind = {
  /** Its spellings, the one we write first. */
  readonly names: readonly [string, ...string[]];
  /** What any version takes: another value is wrong in all of them. */
  readonly accepts: Accepts;
  /** Flags of one group exclude each other. */
  readonly group?: 'model' | 'speed' | 'reference';
  /** The versions that take it; absent when all do, or when it is not known. */
  readonly versions?: readonly Span[];
  /** What some versions take, where that is less. */
  readonly narrower?: readonly { readonly versions: readonly Span[]; readonly accepts: Accepts }[];
  /** The versions that are worth adding for its sake where a prompt names none, as `models` writes them. */
  readonly homes?: readonly [string, ...string[]];
  /** What it belongs to other than pictures. */
  readonly only?: 'films' | 'zoom';
};

const number = (least: number, most: number): Accepts => ({ kind: 'number', least, most, whole: true });
const fraction = (least: number, most: number): Accepts => ({ kind: 'number', least, most, whole: false });
const oneOf = (...values: string[]): Accepts => ({ kind: 'oneOf', values });
const nothing: Accepts = { kind: 'nothing' };

export const flagKinds: readonly FlagKind[] = [
  { names: ['ar', 'aspect'], accepts: { kind: 'ratio' } },
  { names: ['v', 'version'], accepts: { kind: 'version' }, group: 'model' },
  { names: ['niji'], accepts: { kind: 'optionalVersion' }, group: 'model' },
  { names: ['s', 'stylize'], accepts: number(0, 1000) },
  { names: ['c', 'chaos'], accepts: number(0, 100) },
  { names: ['w', 'weird'], accepts: number(0, 3000) },
  { names: ['seed', 'sameseed'], accepts: number(0, 4_294_967_295) },
  { names: ['no'], accepts: { kind: 'words' } },
  // 8.1 and 8.2 do not take it; 7 reads 3 as 4.
  {
    names: ['q', 'quality'],
    accepts: oneOf('.25', '.5', '1', '2', '4'),
    versions: before8,
    narrower: [
      { versions: [v(7)], accepts: oneOf('1', '2', '4') },
      { versions: [v(6.1)], accepts: oneOf('.5', '1', '2') },
    ],
  },
  { names: ['tile'], accepts: nothing },
  { names: ['raw'], accepts: nothing },
  {
    names: ['style'],
    accepts: { kind: 'style', values: ['raw', 'cute', 'expressive', 'original', 'scenic', '4a', '4b', '4c'] },
  },
  { names: ['sref'], accepts: { kind: 'styles' } },
  { names: ['sw'], accepts: number(0, 1000) },
  // 6 is usual since 7.
  { names: ['sv'], accepts: number(1, 6) },
  {
    names: ['cref'],
    accepts: { kind: 'links' },
    group: 'reference',
    versions: [v(6, 6.1), niji(6)],
    homes: ['6', 'niji 6'],
  },
  { names: ['cw'], accepts: number(0, 100), versions: [v(6, 6.1), niji(6)], homes: ['6', 'niji 6'] },
  // Measured in August 2026 (by users of a reseller): with 8.2 the task fails ("[invalid_parameter]") and is charged.
  { names: ['oref'], accepts: { kind: 'links' }, group: 'reference', versions: [v(7)], homes: ['7'] },
  { names: ['ow'], accepts: number(1, 1000), versions: [v(7)], homes: ['7'] },
  { names: ['iw'], accepts: fraction(0, 3), narrower: [{ versions: [niji(4, 7)], accepts: fraction(0, 2) }] },
  { names: ['p', 'profile', 'personalize'], accepts: { kind: 'anything' } },
  { names: ['fast'], accepts: nothing, group: 'speed' },
  { names: ['relax'], accepts: nothing, group: 'speed' },
  { names: ['turbo'], accepts: nothing, group: 'speed', versions: before8 },
  { names: ['repeat', 'r'], accepts: number(1, 40) },
  { names: ['stop'], accepts: number(10, 100), versions: before8 },
  // With 8.1 and 8.2 on Midjourney's web site only.
  { names: ['draft'], accepts: nothing, versions: before8, homes: ['7', 'niji 7'] },
  { names: ['exp'], accepts: number(0, 100), versions: [v(7, 8.2), niji(7)] },
  { names: ['hd'], accepts: nothing, versions: only8 },
  { names: ['sd'], accepts: nothing, versions: only8 },
  // In Discord since 27 August 2026.
  { names: ['edit'], accepts: { kind: 'links' }, versions: only8 },
  { names: ['preview'], accepts: nothing },
  { names: ['zoom'], accepts: fraction(1, 2), only: 'zoom' },
  // Midjourney itself writes `--video 1`.
  { names: ['video'], accepts: { kind: 'switch' }, only: 'films' },
  { names: ['motion'], accepts: oneOf('low', 'high'), only: 'films' },
  { names: ['loop'], accepts: nothing, only: 'films' },
  { names: ['end'], accepts: { kind: 'anything' }, only: 'films' },
  { names: ['bs'], accepts: oneOf('1', '2', '4'), only: 'films' },
  { names: ['stealth'], accepts: nothing },
  { names: ['public'], accepts: nothing },
];

/** Speeds that films are not made at, by their flags. Measured in August 2026: the task fails, and is charged. */
export const notForFilms: readonly string[] = ['turbo'];

/** The versions that take several texts with weights, such as `fox::2 snow::1`. */
export const weightedTexts: readonly Span[] = before8;

/** The values of `--sv` with which `--sref` takes style codes and `random`, and not only pictures. */
export const codedStyles: readonly string[] = ['4', '6'];

/** Pairs of flags that fail together, though each of them is right. `value`: only when the second one has such a value. */
export const apart: readonly { readonly one: string; readonly other: string; readonly value: RegExp }[] = [
  { one: 'tile', other: 'edit', value: /^/ },
  // Moodboards.
  { one: 'sw', other: 'p', value: /(?:^|\s)m\d{5}/i },
  { one: 'sv', other: 'p', value: /(?:^|\s)m\d{5}/i },
];

const bySpelling = new Map(flagKinds.flatMap((kind) => kind.names.map((name) => [name, kind] as const)));

/** Every known spelling, without dashes. */
export const spellings: readonly string[] = [...bySpelling.keys()];

/** What is known of a flag; undefined when it is unknown. */
export function kindOf(name: string): FlagKind | undefined {
  return bySpelling.get(name.toLowerCase());
}

/** Whether a version is among these; true of versions of which nothing is known. */
export function isAmong({ family, version }: Model, spans: readonly Span[]): boolean {
  if (!known[family].includes(version)) return true;
  return spans.some((span) => span.family === family && span.from <= version && version <= span.to);
}

/** Whether a version is known to be among these. */
export function isSurelyAmong(model: Model, spans: readonly Span[]): boolean {
  return known[model.family].includes(model.version) && isAmong(model, spans);
}

/** The version that a value of `models` names; the usual one where it has no number. */
export function readModel(value: string): Model {
  const family = /^niji\b/i.test(value) ? 'niji' : 'v';
  const version = currentName(family === 'niji' ? value.slice(4).trim() : value.trim());
  return version === '' ? usual[family] : { family, version: Number(version) };
}

/** A version's name as Midjourney writes it. */
export function modelName({ family, version }: Model): string {
  return `${family === 'niji' ? 'Niji' : 'Midjourney'} ${version}`;
}

/** A version as `models` writes it, by the name that Midjourney uses now. */
export function currentName(value: string): string {
  return renamed[value] ?? value;
}
