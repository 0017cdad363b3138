import { parseJson, readRecord, readText } from '../http/json.ts';

/**
 * Which task a callback is about. Anybody could have sent it, so only the ids are taken from it, to ask the relay about
 * that task. Null for a body that names no task. Never throws.
 */
export function decodeCallback(body: string): { taskId: string; state: string } | null {
  const record = readRecord(parseJson(body));
  const taskId = readText(record?.id) || readText(record?.taskId);
  return taskId === '' ? null : { taskId, state: readText(record?.state) };
}
