import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OPERATOR } from '../../../src/domain/credits/charge.ts';
import { MAIN_RELAY, payerOfRelay, relayOfTask, taskIdIn, taskKey } from '../../../src/domain/job/task-key.ts';

const operators = fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/);
const servers = fc.stringMatching(/^[1-9]\d{16,19}$/);
const relay = fc.oneof(fc.constant(MAIN_RELAY), operators, servers);
/** Relays may call their tasks anything. */
const taskId = fc.oneof(
  fc.stringMatching(/^\d{8,16}$/),
  fc.string({ minLength: 1 }),
  fc.constantFrom('main:1', ':', 'a:b:c'),
);

test('a task has one name among all relays, whatever its relay calls it', () => {
  fc.assert(
    fc.property(relay, taskId, relay, taskId, (name, id, otherName, otherId) => {
      const key = taskKey(name, id);
      expect([relayOfTask(key), taskIdIn(key)]).toEqual([name, id]);
      const isSame = name === otherName && id === otherId;
      expect(key === taskKey(otherName, otherId)).toBe(isSame);
    }),
  );
});

test('tasks of the relay main go by their bare numbers, as ever', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w-]{1,40}$/), (id) => {
      expect(taskKey(MAIN_RELAY, id)).toBe(id);
    }),
  );
});

test('a server’s own relay is paid by that server, and every other one by the people who run the bot', () => {
  fc.assert(
    fc.property(operators, (name) => {
      expect(payerOfRelay(name)).toBe(OPERATOR);
    }),
  );
  fc.assert(
    fc.property(servers, (id) => {
      expect(payerOfRelay(id)).toBe(id);
    }),
  );
});
