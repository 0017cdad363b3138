import type { Accepts } from '../../failures/flag-trouble.ts';

/** What is known of one of Midjourney's parameters. */
export type FlagKind = {
  /** Its spellings, the one we write first. */
  readonly names: readonly [string, ...string[]];
  readonly accepts: Accepts;
  /** Flags of one group exclude each other. */
  readonly group?: 'model' | 'speed' | 'reference';
};

const number = (least: number, most: number): Accepts => ({ kind: 'number', least, most, whole: true });
const fraction = (least: number, most: number): Accepts => ({ kind: 'number', least, most, whole: false });
const nothing: Accepts = { kind: 'nothing' };

/**
 * Midjourney's parameters with what each takes (https://docs.midjourney.com/hc/en-us/articles/32859204029709). Where
 * Midjourney's versions differ, all that any of them takes: what is refused here is wrong in every version.
 */
export const flagKinds: readonly FlagKind[] = [
  { names: ['ar', 'aspect'], accepts: { kind: 'ratio' } },
  { names: ['v', 'version'], accepts: { kind: 'version' }, group: 'model' },
  { names: ['niji'], accepts: { kind: 'optionalVersion' }, group: 'model' },
  { names: ['s', 'stylize'], accepts: number(0, 1000) },
  { names: ['c', 'chaos'], accepts: number(0, 100) },
  { names: ['w', 'weird'], accepts: number(0, 3000) },
  { names: ['seed', 'sameseed'], accepts: number(0, 4_294_967_295) },
  { names: ['no'], accepts: { kind: 'words' } },
  { names: ['q', 'quality'], accepts: { kind: 'oneOf', values: ['.25', '.5', '1', '2', '4'] } },
  { names: ['tile'], accepts: nothing },
  { names: ['raw'], accepts: nothing },
  {
    names: ['style'],
    accepts: { kind: 'oneOf', values: ['raw', 'cute', 'expressive', 'original', 'scenic', '4a', '4b', '4c'] },
  },
  { names: ['sref'], accepts: { kind: 'styles' } },
  { names: ['sw'], accepts: number(0, 1000) },
  { names: ['sv'], accepts: number(1, 9) },
  { names: ['cref'], accepts: { kind: 'links' }, group: 'reference' },
  { names: ['cw'], accepts: number(0, 100) },
  { names: ['oref'], accepts: { kind: 'links' }, group: 'reference' },
  { names: ['ow'], accepts: number(0, 1000) },
  { names: ['iw'], accepts: fraction(0, 3) },
  { names: ['p', 'profile', 'personalize'], accepts: { kind: 'anything' } },
  { names: ['fast'], accepts: nothing, group: 'speed' },
  { names: ['relax'], accepts: nothing, group: 'speed' },
  { names: ['turbo'], accepts: nothing, group: 'speed' },
  { names: ['repeat', 'r'], accepts: number(1, 40) },
  { names: ['stop'], accepts: number(10, 100) },
  { names: ['video'], accepts: nothing },
  { names: ['draft'], accepts: nothing },
  { names: ['exp'], accepts: number(0, 100) },
  { names: ['hd'], accepts: nothing },
  { names: ['sd'], accepts: nothing },
  { names: ['zoom'], accepts: fraction(1, 2) },
  { names: ['motion'], accepts: { kind: 'oneOf', values: ['low', 'high'] } },
  { names: ['loop'], accepts: nothing },
  { names: ['end'], accepts: { kind: 'anything' } },
  { names: ['bs'], accepts: { kind: 'oneOf', values: ['1', '2', '4'] } },
  { names: ['stealth'], accepts: nothing },
  { names: ['public'], accepts: nothing },
];

const bySpelling = new Map(flagKinds.flatMap((kind) => kind.names.map((name) => [name, kind] as const)));

/** Every known spelling, without dashes. */
export const spellings: readonly string[] = [...bySpelling.keys()];

/** What is known of a flag; undefined when it is unknown. */
export function kindOf(name: string): FlagKind | undefined {
  return bySpelling.get(name.toLowerCase());
}
