import { expectTypeOf, it } from 'vitest';
import type { Catalogue } from '../../src/text/catalogue.ts';
import { en } from '../../src/text/en/index.ts';

// Types are checked by tsc: a wrong one here does not compile.
it('has the shape of the English words, whatever those say', () => {
  expectTypeOf<Catalogue['locale']>().toEqualTypeOf<string>();
  expectTypeOf<Catalogue['lookup']['step']['waiting']>().toEqualTypeOf<(ahead: number | null) => string>();
  expectTypeOf<Catalogue['help']['parts']>().toEqualTypeOf<
    readonly { readonly name: string; readonly value: string }[]
  >();
  expectTypeOf(en).toExtend<Catalogue>();
  expectTypeOf<Omit<Catalogue, 'remix'>>().not.toExtend<Catalogue>();
});
