import type { Account, Limit } from '../../src/domain/credits/account.ts';
import type { Job } from '../../src/domain/job/job.ts';
import { accountFaults } from '../jobs/simulation/accounts.ts';
import { storeFile } from '../store/store-file.ts';
import type { CrashFixture } from './fixture.ts';

/** All accounts by name and month, and all jobs that have ended or have not. */
export async function readLedger({ env, onTestFinished, read }: CrashFixture) {
  const file = storeFile(env.STORE_URL ?? '', onTestFinished);
  const [names, ids] = [file.keysOf('accounts'), [...file.keysOf('open'), ...file.keysOf('jobs')]];
  file.close();
  return read(async (store) => {
    const accounts = new Map<string, Account>();
    for (const key of names) {
      const [name = '', month = ''] = key.split('|');
      accounts.set(key, await store.accounts.whole(name, month));
    }
    const jobs: Job[] = [];
    for (const id of ids) jobs.push(...[await store.jobs.get(id)].filter((job) => job !== undefined));
    return { accounts, jobs };
  });
}

/** What contradicts the settled jobs in the accounts, once nothing is open. */
export async function auditAccounts(fixture: CrashFixture): Promise<string[]> {
  const { accounts, jobs } = await readLedger(fixture);
  const charged = [...accounts.keys()].map((key) => key.split(':')[0]);
  const missing = ['m', 'g', 'u'].filter((kind) => !charged.includes(kind));
  return [...missing.map((kind) => `no account ${kind}: was charged`), ...accountFaults(accounts, jobs)];
}

/** Decides how many credits a member may use in each server, and a member, a server and the bot anywhere. */
export async function limitAll(
  { discord, read }: CrashFixture,
  member: Limit,
  everyone: Limit = member,
): Promise<void> {
  await read(async ({ policies }) => {
    await policies.changeBot((bot) => ({ ...bot, member, bot: everyone }));
    for (const { id } of discord.guilds) {
      await policies.changeServer(id, (server) => ({ ...server, everyone, server: everyone }));
    }
  });
}
