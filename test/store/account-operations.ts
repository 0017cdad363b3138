import fc from 'fast-check';
import { type Account, end, give, hold } from '../../src/domain/credits/account.ts';
import type { Fate } from '../../src/domain/credits/charge.ts';

export const DAYS = [28, 29];

const id = fc
  .tuple(fc.integer({ min: 94, max: 106 }), fc.constantFrom('', '', '-2', '-10', '-f2'))
  .map(([base, rest]) => `${base}${rest}`);
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 6 });
const day = fc.constantFrom(...DAYS);

/** What somebody does to an account. */
export type Op =
  | { readonly type: 'hold'; readonly ids: readonly string[]; readonly credits: number; readonly day: number }
  | { readonly type: 'end'; readonly ids: readonly string[]; readonly fate: Fate }
  | { readonly type: 'give'; readonly day: number };

const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('hold' as const), ids, credits: fc.integer({ min: 1, max: 4 }), day }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('end' as const),
      ids,
      fate: fc.constantFrom('post' as const, 'void' as const, 'doubt' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('give' as const), day }) },
);

/** What happens at one of the steps of whoever changes the account: they die, the answer gets lost, or others change it, too. */
export type Trouble = {
  readonly at: number;
  readonly kind: 'dies before' | 'dies after' | 'unheard' | 'others';
  readonly ops: readonly Op[];
};
const at = fc.nat(24);
const death: fc.Arbitrary<Trouble> = fc.record({
  at,
  kind: fc.constantFrom('dies before', 'dies after', 'unheard'),
  ops: fc.constant([]),
});
const others: fc.Arbitrary<Trouble> = fc.record({
  at,
  kind: fc.constant('others'),
  ops: fc.array(op, { minLength: 1, maxLength: 3 }),
});
const trouble = fc.oneof(death, others);

/** What somebody does, and what happens meanwhile. */
export const event = fc.oneof(
  { weight: 10, arbitrary: fc.record({ type: fc.constant('op' as const), op, trouble: fc.option(trouble) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('heal' as const), gone: ids, trouble: fc.option(death) }),
  },
);

type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

/** The account after an operation. */
export function performed(account: Account, one: Op): Account {
  if (one.type === 'give') return give(account, one.day, 5);
  if (one.type === 'end') return one.ids.reduce((there, jobId) => end(there, jobId, 'image', one.fate), account);
  return hold(
    account,
    one.ids.map((jobId) => [jobId, one.credits, one.day] as const),
  );
}

/** The jobs that an operation is about. */
export const idsOf = (one: Op) => (one.type === 'give' ? [] : one.ids);

/** What anybody can see of an account, whatever it has put away. */
export const seen = ({ held, credits, jobs, kinds, kindDays = [], given, inDoubt }: Account) =>
  JSON.stringify([
    held.toSorted(([one], [other]) => (one < other ? -1 : 1)),
    credits,
    jobs,
    kinds,
    kindDays,
    given,
    inDoubt,
  ]);

/** All jobs that an event names. */
export function namedIn(one: Event): readonly string[] {
  const own = one.type === 'op' ? idsOf(one.op) : one.gone;
  return [...own, ...(one.trouble?.ops.flatMap(idsOf) ?? [])];
}

/** All that may come of an operation, which may have failed, and of others that were done meanwhile, one after another. */
export function outcomes(
  model: Account,
  mine: (account: Account) => Account,
  meanwhile: readonly Op[],
  failed: boolean,
) {
  const all = meanwhile.map((_, n) => n).concat(meanwhile.length);
  const orders = all.map((n) => {
    const before = meanwhile.slice(0, n).reduce(performed, model);
    return meanwhile.slice(n).reduce(performed, mine(before));
  });
  return failed ? [...orders, meanwhile.reduce(performed, model)] : orders;
}
