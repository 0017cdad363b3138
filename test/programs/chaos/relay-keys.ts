import { z } from 'zod';
import type { Evidence } from './evidence.ts';
import { jobIdOf } from './evidence.ts';

/** The key of the second relay, which stands at the same place as the first one: another customer of the same gateway. */
export const BACKUP_KEY = 'sk-backup-of-the-emulator';

const About = z.object({ taskId: z.string() });

/**
 * What is asked about a task is asked with the key that it was made with, by whichever process; and what one relay may have made is sent
 * to no other one. Nothing to be judged where there is one relay.
 */
export function relaysAreKeptApart({ relay, exchanges, relays }: Evidence): string[] {
  if (relays === 1) return [];
  const keys = new Map(
    relay.submissions.flatMap(({ taskId, headers }) => (taskId === null ? [] : [[taskId, headers.authorization]])),
  );
  const pressed = relay.submissions.flatMap(({ body, headers }) => {
    const { data } = About.safeParse(body);
    return data ? [{ ids: [data.taskId], headers }] : [];
  });
  const asked = [...pressed, ...relay.requests.filter(({ ids }) => ids !== undefined)];
  const strangers = asked.flatMap(({ ids = [], headers }) =>
    ids.filter((id) => keys.has(id) && keys.get(id) !== headers.authorization),
  );
  const posts = exchanges.filter(({ path }) => path.includes('/submit/'));
  const same = Map.groupBy(
    posts,
    ({ path, asked: body }) => `${path.endsWith('/modal') ? 'the text of ' : ''}${jobIdOf(body)}`,
  );
  const blind = [...same].filter(([, sent]) => sent.slice(0, -1).some(({ status }) => status === null));
  return [
    ...strangers.map((id) => `the task ${id} was asked about with the key of another relay`),
    ...blind.map(([what]) => `${what} was submitted again after no answer`),
  ];
}
