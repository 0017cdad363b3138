import { empty, json } from '../answers.ts';
import type { SubmitBody } from '../submit-body.ts';
import { isOver } from '../tasks.ts';
import { isBearer, nothing, type Parts, type Profile } from './profile.ts';
import { rawTask } from './raw-task.ts';

/** The automation server itself: HTTP 200 and business codes, nulls, callbacks, its own lists. */
export function createRaw({ options, tasks, progression, automation, links }: Parts): Profile {
  const view = (id: string) => {
    const task = tasks.all.get(id);
    return task ? [rawTask(task, links, options)] : [];
  };
  const unfinished = () => [...tasks.all.values()].filter((task) => !isOver(task) && task.status !== 'MODAL');

  /** A filter's refusal, in a shape of its own. */
  function tooLong({ state, notifyHook }: SubmitBody): Response | null {
    const field = (state ?? '').length > 255 ? 'state' : (notifyHook ?? '').length > 2000 ? 'notifyHook' : null;
    const body = { success: false, code: -1, message: `${field} is too long`, timestamp: Date.now() };
    return field ? json(body) : null;
  }

  return {
    ...nothing,
    allows: (headers) =>
      [options.key, ...options.otherKeys].some(
        (key) => isBearer(headers, key) || headers.get('authorization') === key || headers.get('mj-api-secret') === key,
      ),
    forbidden: () => new Response('未授权', { status: 401, headers: { 'content-type': 'text/plain; charset=utf-8' } }),
    unreadable: () => json({ code: 4, description: 'Request body is malformed', result: null, properties: {} }, 400),
    submit(endpoint, submitBody) {
      const long = tooLong(submitBody);
      if (long) return { response: long, taskId: null, billed: false };
      const verdict = automation.submit(endpoint, submitBody);
      if (!verdict) return null;
      const { status, code, description, result, properties, window, tasks: made } = verdict;
      return {
        response: json({ code, description, result, properties }, status),
        taskId: result,
        billed: made.length > 0 && !window,
      };
    },
    fetch: (id) => view(id).map((task) => json(task))[0] ?? empty(204),
    list: (ids) => json(ids.flatMap(view)),
    recent: () => json([...tasks.all.keys()].slice(-100).reverse().flatMap(view)),
    queue: () => json(unfinished().flatMap(({ id }) => view(id))),
    seed(id) {
      const task = tasks.all.get(id);
      if (!task) return json({ code: 3, description: 'Task does not exist', result: null, properties: {} }, 404);
      return json({ code: 1, description: 'success', result: String(task.seed), properties: {} });
    },
    cancel(id) {
      const task = tasks.all.get(id);
      if (task) progression.fail(task, '取消任务');
      return empty();
    },
    unknown: () => empty(404),
    notice: (task) => rawTask(task, links, options),
  };
}
