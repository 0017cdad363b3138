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

/** The id by which its own relay knows a task. */
export function taskIdIn(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}
