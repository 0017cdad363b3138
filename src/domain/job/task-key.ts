import { OPERATOR, type Payer } from '../credits/charge.ts';

/** The relay of an operator who names none, whose tasks have been known by their bare ids from the beginning. */
export const MAIN_RELAY = 'main';

/**
 * A task's name among all relays: each counts its tasks by itself, so an id alone may mean one task here and another one there. It is the
 * bare id for the relay `main`, and `<relay>:<id>` for the others. A relay's name holds no colon.
 */
export function taskKey(relay: string, taskId: string): string {
  return relay === MAIN_RELAY && !taskId.includes(':') ? taskId : `${relay}:${taskId}`;
}

/** The name of the relay that has a task. */
export function relayOfTask(key: string): string {
  const at = key.indexOf(':');
  return at < 0 ? MAIN_RELAY : key.slice(0, at);
}

/** Who pays a relay: a server's own is named by the server's id, and every other one is of the people who run the bot. */
export function payerOfRelay(name: string): Payer {
  return /^\d{15,20}$/.test(name) ? name : OPERATOR;
}

/** The id by which its own relay knows a task. */
export function taskIdIn(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}
