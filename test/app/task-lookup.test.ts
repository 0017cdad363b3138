import { expect, test } from 'vitest';
import { createTaskLookup } from '../../src/app/task-lookup.ts';
import { RelayError, UserError } from '../../src/domain/failures/errors.ts';
import type { Reason } from '../../src/domain/failures/reason.ts';
import { MAIN_RELAY } from '../../src/domain/job/task-key.ts';
import { pendingTask } from '../sample-task.ts';

const server = '1576873157397053440';
const refused = new RelayError('/mj/task/1/fetch', 401, 'no', null, 'refused');

/** A lookup where each relay answers as given; `asked` is what each was asked for. */
function lookupOf(answers: Readonly<Record<string, 'knows' | Error>>) {
  const asked: string[] = [];
  const lookup = createTaskLookup({
    relayOf: async (name) => ({
      async fetch(key) {
        asked.push(`${name} ${key}`);
        const answer = answers[name];
        if (answer instanceof Error) throw answer;
        return answer === 'knows' ? { ...pendingTask, id: key } : null;
      },
      seed: async () => `seed of ${name}`,
    }),
    log: { info() {} },
    stop: new AbortController().signal,
  });
  return { asked, lookup };
}

test('a bare number is a task of the first relay, and no other one is asked for theirs of that number', async () => {
  const { asked, lookup } = lookupOf({ backup: 'knows', [server]: 'knows' });
  expect(await lookup(server).fetchTask('12')).toBe(null);
  expect(asked).toEqual([`${MAIN_RELAY} 12`]);
});

test.each(['backup:12', `${server}:12`])('%s is asked for where it was made', async (key) => {
  const { asked, lookup } = lookupOf({ backup: 'knows', [server]: 'knows' });
  expect((await lookup(server).fetchTask(key))?.id).toBe(key);
  expect(await lookup(server).seed(key)).toBe(`seed of ${key.split(':')[0]}`);
  expect(asked).toEqual([`${key.split(':')[0]} ${key}`]);
});

test.each([null, '1576873157397053999'])('what a server pays for is seen nowhere else: %s', async (elsewhere) => {
  const { asked, lookup } = lookupOf({ [server]: 'knows' });
  expect(await lookup(elsewhere).fetchTask(`${server}:12`)).toBe(null);
  expect(await lookup(elsewhere).peekTask(`${server}:12`)).toBe(null);
  expect(await lookup(elsewhere).seed(`${server}:12`)).toBe(null);
  expect(asked).toEqual([]);
});

test.each<readonly [string, string, Error, Reason]>([
  ['a relay that is silent', '12', new Error('timeout'), { kind: 'unreachable' }],
  ['a relay that refuses the operator’s key', 'backup:12', refused, { kind: 'operator', detail: '' }],
  ['a relay that refuses the server’s key', `${server}:12`, refused, { kind: 'keyRefused' }],
])('%s is told as what it is', async (_, key, failure, reason) => {
  const { lookup } = lookupOf({ main: failure, backup: failure, [server]: failure });
  await expect(lookup(server).fetchTask(key)).rejects.toEqual(new UserError(reason));
  expect(await lookup(server).peekTask(key)).toBe(null);
});
