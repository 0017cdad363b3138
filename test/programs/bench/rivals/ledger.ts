import { fdatasync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { createLedgerTable } from './ledger-table.ts';

const toDisk = promisify(fdatasync);

/** Characters that Darkroom writes of each, at its least. */
const SIZES = {
  interaction: 101,
  answered: 110,
  claim: 91,
  received: 1_118,
  shown: 1_230,
  submitting: 1_267,
  followed: 1_293,
  finished: 2_437,
  settled: 2_259,
  message: 1_928,
  place: 152,
  index: 72,
  recent: 1_100,
  newest: 2_180,
};

/** What grows with the jobs that are open at once: a member's list of them, the member's account, and those of the server and the bot. */
const CROWDS = {
  /** Dozens of each member. */
  many: { list: 500, own: 2_300, shared: 2_300 },
  /** One of each member. */
  few: { list: SIZES.index, own: 380, shared: 1_550 },
};

/** How long records are kept, in ms. Those of open jobs have no end. */
const [BRIEFLY, LONG] = [900_000, 90 * 86_400_000];

/**
 * Writes of gestures and their jobs what Darkroom writes, as large and in the same steps, into tables of the same shape, and nothing else:
 * no record is checked, none is made into text. The least that it takes to outlive a death between any two steps.
 */
export function createLedger(path: string, crowd: keyof typeof CROWDS) {
  const { list, own, shared } = CROWDS[crowd];
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  const table = (name: string, lifetime: number | null) => createLedgerTable(db, name, lifetime);
  const interactions = table('interactions', BRIEFLY);
  const open = table('open', null);
  const indexes = table('indexes', LONG);
  const claims = table('claims', LONG);
  const accounts = table('accounts', LONG);
  const jobs = table('jobs', LONG);
  const messages = table('messages', LONG);
  const tasks = table('tasks', LONG);
  const members = table('members', LONG);
  const channels = table('channels', LONG);
  const log = openSync(`${path}-wal`, 'r+');

  const charge = (memberId: string) => [
    accounts.write(memberId, own),
    accounts.write('server', shared),
    accounts.write('bot', shared),
  ];

  /** Others have their turn between two steps, as they have where each is waited for. */
  async function inSteps(steps: readonly (() => void)[]): Promise<void> {
    for (const step of steps) {
      step();
      await null;
    }
  }

  return {
    /** What is written before anybody is answered. */
    begin: (id: string, memberId: string) =>
      inSteps([
        interactions.write(id, SIZES.interaction),
        indexes.write(memberId, list),
        open.write(id, SIZES.received),
        claims.add(id, SIZES.claim),
        ...charge(memberId),
      ]),
    /** What is written as soon as somebody is answered. */
    show: (id: string) => inSteps([interactions.write(id, SIZES.answered), open.write(id, SIZES.shown)]),
    /** What is written, and on the disk, before anything is submitted. */
    async submit(id: string): Promise<void> {
      open.write(id, SIZES.submitting)();
      await toDisk(log);
    },
    /** What is written when the relay has taken a job. */
    follow: (id: string, taskId: string) =>
      inSteps([indexes.write(taskId, SIZES.index), open.write(id, SIZES.followed)]),
    /** What is written when a task is done, before its picture is shown. */
    finish: (id: string, memberId: string) =>
      inSteps([open.write(id, SIZES.finished), ...charge(memberId), messages.add(id, SIZES.message)]),
    /** What is written when the picture is shown. */
    settle: (id: string, memberId: string, channelId: string, taskId: string) =>
      inSteps([
        tasks.add(taskId, SIZES.place),
        members.write(memberId, SIZES.recent),
        channels.write(channelId, SIZES.newest),
        jobs.add(id, SIZES.settled),
        open.remove(id),
        indexes.remove(memberId),
        indexes.remove(taskId),
      ]),
  };
}
