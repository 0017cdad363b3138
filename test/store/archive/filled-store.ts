import { hold, noLimit } from '../../../src/domain/credits/account.ts';
import { putJob } from '../put-job.ts';
import { place, receivedJob, recentTask, settledJob } from '../sample-records.ts';
import { openTestStore } from '../test-store.ts';

/** Fills a new store with a record of every kind, and answers with its address. */
export async function filledStore(url: string): Promise<string> {
  const store = await openTestStore({ url, secretsKeys: ['k'.repeat(32)], holdsPerPage: 4 });
  await store.jobs.add(receivedJob('10'));
  await putJob(store.jobs, settledJob('11'));
  const button = { id: 'MJ::x', customId: 'MJ::x', label: 'U1', emoji: '', style: 2 as const };
  const record = {
    place: place('20'),
    jobId: '11',
    taskId: 't',
    buttons: [button],
    requesterId: '3',
    prompt: 'a "cat"',
  };
  await store.messages.put({ ...record, createdAt: 1 });
  await store.tasks.addPlace('t', place('20'));
  await store.claims.claim('once:t:MJ::x', '11');
  await store.claims.claim('press', '11', 60_000);
  await store.members.addRecent('3', recentTask('t'));
  await store.members.changeSettings('3', (settings) => ({ ...settings, remix: true }));
  await store.channels.addNewest('2', recentTask('t'));
  await store.refusals.add('https://relay.example', { class: 'pan', at: 1 });
  // Of them, four are put away.
  const held = Array.from({ length: 13 }, (_, n) => [`${10 + n}`, 2, 29] as const);
  await store.accounts.change('m:1:3', '2026-11', (account) => hold(account, held));
  await store.policies.changeServer('1', (policy) => ({ ...policy, words: ['gore'] }));
  await store.policies.changeGrant('1', () => ({ pays: true, limit: noLimit, closed: false }));
  await store.policies.changeBot((policy) => ({ ...policy, blocked: ['9'] }));
  await store.keys.put('1', { host: 'api.example.org', key: 'sk-key-of-a-server', by: '3', at: 1 });
  await store.erasures.request('88');
  await store.reports.change('20', () => ({
    place: place('20'),
    memberId: '3',
    reports: [],
    post: null,
    verdict: null,
  }));
  await store.drafts.put({
    id: '12',
    memberId: '3',
    prompts: [],
    images: [],
    parent: null,
    private: false,
    createdAt: 1,
  });
  await store.close();
  return url;
}
