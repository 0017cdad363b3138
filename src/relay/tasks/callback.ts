import { parseJson, readRecord, readText } from '../http/json.ts';

/**
 * What a callback is about: enough to look the task up, nothing of it to be believed. Null for anything that names no task.
 * Never throws.
 */
export function decodeCallback(body: string): { taskId: string; state: string } | null {
  const record = readRecord(parseJson(body));
  const taskId = readText(record?.id) || readText(record?.taskId);
  return taskId === '' ? null : { taskId, state: readText(record?.state) };
}
