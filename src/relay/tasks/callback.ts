import { readRecord, readText } from '../http/json.ts';
import { parseJson } from '../http/parse-json.ts';

/** The longest id and state that are read, in UTF-16 units. */
const ID_MAX = 255;

/**
 * Which task a callback is about. Anybody could have sent it, so only the ids are taken from it, to ask the relay about
 * that task. Null for a body that names no task. Never throws.
 */
export function decodeCallback(body: string): { taskId: string; state: string } | null {
  const record = readRecord(parseJson(body));
  const taskId = readText(record?.id) || readText(record?.taskId);
  const state = readText(record?.state);
  return taskId === '' || taskId.length > ID_MAX ? null : { taskId, state: state.length > ID_MAX ? '' : state };
}
