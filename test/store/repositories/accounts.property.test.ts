import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Account, emptyAccount, used } from '../../../src/domain/credits/account.ts';
import { parseStoreUrl } from '../../../src/lib/store-address.ts';
import { openBackend } from '../../../src/store/backends/backend.ts';
import type { Backend, BackendTable, Kind } from '../../../src/store/backends/types.ts';
import { DAYS, event, namedIn, outcomes, performed, seen } from '../account-operations.ts';
import { createWorld, type World } from '../account-processes.ts';
import { silentLog } from '../sample-records.ts';
import { sqliteUrl } from '../test-store.ts';

/**
 * An account that puts away what it holds is the same account: a list, as far as anybody can see, whoever dies between any two writes
 * and whatever other processes do there. It has been seen to fail for each of these changes of the program: pages written after the
 * account names them, pages that stay named when they are taken back, holds that are taken back from a page that is not named any more,
 * pages deleted before they are taken back, pages put away though what is in them has ended meanwhile, pages that are deleted when
 * nobody knows whether they are named, sums of pages that do not count, ids that are put into the order of texts, and a look for one
 * page only, or for no further ones, where several may have the jobs.
 */

/** What a member or an operator could see that contradicts the only accounts that are possible; answers with the one that it is. */
async function look({ whole, stored, isHeld }: World, possible: readonly Account[], jobIds: Iterable<string>) {
  const there = seen(await whole());
  const model = possible.find((account) => seen(account) === there);
  if (!model) throw new Error(`${there} is none of ${possible.map(seen).join(' or ')}`);
  const account = await stored();
  for (const today of DAYS) expect(used(account, today)).toEqual(used(model, today));
  for (const jobId of jobIds) expect(await isHeld(jobId)).toBe(model.held.some(([known]) => known === jobId));
  return model;
}

async function expectAgreement(url: string, numRuns: number): Promise<void> {
  let [pages, runs] = [0, 0];
  const backend = await openBackend(parseStoreUrl(url), { log: silentLog, now: Date.now });
  const tables = new Map<Kind, BackendTable>();
  for (const kind of ['accounts', 'holds', 'rosters'] as const) tables.set(kind, await backend.table(kind));
  const shared: Pick<Backend, 'table'> = { table: async (kind) => tables.get(kind) ?? backend.table(kind) };
  const property = fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 30, size: 'max' }), async (events) => {
    runs += 1;
    const world = await createWorld(shared, `g:${runs}`);
    const jobIds = new Set(events.flatMap(namedIn));
    let model = emptyAccount;
    for (const one of events) {
      if (one.type === 'op') {
        const { meanwhile, failed } = await world.perform(one.op, one.trouble);
        const possible = outcomes(model, (there) => performed(there, one.op), meanwhile, failed);
        model = await look(world, possible, namedIn(one));
      } else {
        const { failed } = await world.heal(one.gone, one.trouble);
        const healed = performed(model, { type: 'end', ids: one.gone, fate: 'void' });
        model = await look(world, failed ? [healed, model] : [healed], namedIn(one));
      }
    }
    await world.heal([...jobIds], null);
    await look(world, [{ ...model, held: [] }], jobIds);
    expect(world.errors).toEqual([]);
    pages += world.pages();
  });
  await fc.assert(property, { numRuns });
  for (const table of tables.values()) await table.adapter.disconnect?.();
  expect(pages).toBeGreaterThan(numRuns);
}

test('an account that puts away what it holds says what it would say if it did not, whoever dies there', () =>
  expectAgreement('memory:', 400));

test('an account in a file does so, too', () => expectAgreement(sqliteUrl(), 60));
