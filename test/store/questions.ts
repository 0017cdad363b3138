import type { OpenStore } from '../../src/store/store.ts';
import { place, receivedJob, recentTask, settledJob, shownMessage } from './sample-records.ts';
import { listAll } from './test-store.ts';

/** Everything that a store can be asked, each question once. */
export function questionsTo(store: OpenStore): readonly (() => Promise<unknown>)[] {
  const { jobs, messages, tasks, claims, members, channels } = store;
  return [
    () => jobs.add(receivedJob('10')),
    () => jobs.get('10'),
    () => jobs.replace(receivedJob('10'), receivedJob('10')),
    () => jobs.replace(receivedJob('10'), settledJob('10')),
    () => jobs.drop(receivedJob('10')),
    () => jobs.amend('10', (job) => job),
    () => listAll(jobs.open()),
    () => messages.get('20'),
    () => messages.put(shownMessage('20', '10')),
    () => tasks.places('t'),
    () => tasks.addPlace('t', place('20')),
    () => claims.claim('k', '10'),
    () => claims.pass('k', '10', '11'),
    () => claims.release('k', '10'),
    () => members.recent('3'),
    () => members.addRecent('3', recentTask('t')),
    () => members.settings('3'),
    () => members.changeSettings('3', (settings) => ({ ...settings, notices: true })),
    () => channels.newest('2'),
    () => channels.addNewest('2', recentTask('t')),
    () => store.sweep(),
    () => store.check(),
  ];
}
