import type { Account } from '../../src/domain/credits/account.ts';
import { StoreError } from '../../src/domain/failures/errors.ts';
import type { Accounts } from '../../src/domain/ports/accounts.ts';
import { healAccount } from '../../src/jobs/charges.ts';
import type { Backend, Kind } from '../../src/store/backends/types.ts';
import { createAccounts } from '../../src/store/repositories/accounts.ts';
import type { Codec } from '../../src/store/schema/versioned.ts';
import { wallClock } from '../../src/store/store.ts';
import { codecs } from '../../src/store/tables/codecs.ts';
import { createTable, type Table } from '../../src/store/tables/table.ts';
import { idsOf, type Op, performed, type Trouble } from './account-operations.ts';
import { receivedJob, silentLog } from './sample-records.ts';
import { steppedBackend } from './stepped-backend.ts';

const MONTH = '2026-11';

/** Processes that change one account of a store, of which each has its own tables. */
export async function createWorld(backend: Pick<Backend, 'table'>, name: string) {
  const errors: string[] = [];
  let pages = 0;

  /** A process; `atStep` is called before each thing that it reads or writes, and may do it. */
  async function process(atStep: (work: () => Promise<unknown>) => Promise<void>): Promise<Accounts> {
    const stepped = steppedBackend(backend, async (work) => {
      let done: ReturnType<typeof work> | undefined;
      const once = () => {
        done ??= work();
        return done;
      };
      await atStep(once);
      return once();
    });
    async function table<T>(kind: Kind, codec: Codec<T>): Promise<Table<T>> {
      return createTable({ kind, backendTable: await stepped.table(kind), codec, clock: wallClock });
    }
    return createAccounts({
      accounts: await table('accounts', codecs.accounts),
      holds: await table('holds', codecs.holds),
      rosters: await table('rosters', codecs.rosters),
      log: { ...silentLog, error: (_, message) => void errors.push(message) },
      page: 1,
    });
  }

  const change = (accounts: Accounts, one: Op) =>
    accounts.change(name, MONTH, (there) => performed(there, one), idsOf(one));

  const calm = await process(async () => {});

  /** Does something in a process that has this trouble; the operations that another process has done meanwhile. */
  async function under(given: Trouble | null, work: (accounts: Accounts) => Promise<unknown>) {
    let step = -1;
    let isDead = false;
    const meanwhile: Op[] = [];
    const accounts = await process(async (write) => {
      if (isDead) throw new StoreError('dead');
      step += 1;
      if (given?.at !== step) return;
      if (given.kind === 'others') {
        for (const one of given.ops) {
          await change(calm, one);
          meanwhile.push(one);
        }
        return;
      }
      isDead = given.kind !== 'unheard';
      if (given.kind !== 'dies before') await write();
      throw new StoreError(given.kind);
    });
    const failed = await work(accounts).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof StoreError)) throw error;
        return true;
      },
    );
    return { meanwhile, failed };
  }

  return {
    errors,
    perform: (one: Op, given: Trouble | null) => under(given, (accounts) => change(accounts, one)),
    heal: (gone: readonly string[], given: Trouble | null) =>
      under(given, (accounts) =>
        healAccount(accounts, [name, MONTH], async (jobId) => (gone.includes(jobId) ? undefined : receivedJob(jobId))),
      ),
    isHeld: (jobId: string) => calm.isHeld(name, MONTH, jobId),
    whole: () => calm.whole(name, MONTH),
    async stored(): Promise<Account> {
      const there = await calm.get(name, MONTH);
      pages += there.pages?.length ?? 0;
      return there;
    },
    /** How many pages there were whenever somebody looked. */
    pages: () => pages,
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;
