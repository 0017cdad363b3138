import { once } from 'node:events';
import { fault, json } from '../answers.ts';
import { pictureOf } from '../pictures/picture.ts';
import { readPress } from '../presses.ts';
import { gridOf, picturesOfPress } from '../results.ts';
import { hash } from '../seeds.ts';
import type { SubmitBody } from '../submit-body.ts';
import { type EmulatedTask, isOver } from '../tasks.ts';
import { isBearer, nothing, type Parts, type Profile } from './profile.ts';

/**
 * A relay that answers a submit with the finished pictures: `{created, data: [{url}]}`, four for an imagine, one for
 * anything else. Nothing can be polled, and its answers name no task.
 */
export function createSynchronous({ options, tasks, progression, automation, links }: Parts): Profile {
  const changes = new EventTarget();

  /** A button may belong to a task of another relay or another day; its picture then follows from the ids alone. */
  function press(submitBody: SubmitBody): EmulatedTask | Response {
    const { taskId, customId, chooseSameChannel } = submitBody;
    const known = readPress(customId ?? '');
    if (!taskId || typeof chooseSameChannel !== 'boolean')
      return fault(400, 'taskId and chooseSameChannel are required');
    if (!known || known.kind === 'describeAll' || known.kind === 'bookmark') return fault(400, 'unknown customId');
    const parent = tasks.all.get(taskId);
    const prompt = parent?.finalPrompt ?? '';
    const seed = hash(taskId, customId ?? '');
    const { kind } = known;
    const shared = {
      state: submitBody.state ?? '',
      notifyHook: submitBody.notifyHook ?? '',
      botType: '',
      mode: submitBody.mode,
    };
    const task = tasks.add({ ...shared, kind, customId: known.customId, prompt, parent: taskId, fixedSeed: seed });
    const all = parent ? picturesOfPress(known, parent, prompt, seed, null) : gridOf(prompt, seed);
    task.pictures = [all[0] ?? pictureOf(seed, prompt, 1)];
    progression.accept(task);
    return task;
  }

  /** No window ever opens here, so a modal stands for itself. */
  function modal({ taskId, prompt, state, notifyHook, mode }: SubmitBody): EmulatedTask | Response {
    if (!taskId) return fault(400, 'taskId is required');
    const shared = { state: state ?? '', notifyHook: notifyHook ?? '', botType: '', mode };
    const task = tasks.add({ ...shared, kind: 'customZoom', prompt: prompt ?? '', parent: taskId });
    task.pictures = gridOf(task.prompt, task.seed).slice(0, 1);
    progression.accept(task);
    return task;
  }

  async function pictures(task: EmulatedTask): Promise<Response> {
    while (!isOver(task)) await once(changes, task.id);
    if (task.status === 'FAILURE') return fault(400, task.failReason);
    const parts = task.pictures.length > 1 ? task.pictures.map((_, n) => n + 1) : [0];
    return json({
      created: Math.floor(Date.now() / 1000),
      data: parts.map((part) => ({ url: links.picture(task, part) })),
    });
  }

  return {
    ...nothing,
    allows: (headers) => isBearer(headers, options.key),
    forbidden: () => fault(401, 'Invalid token'),
    unreadable: () => fault(400, 'Request body is malformed'),
    async submit(endpoint, submitBody) {
      const own = endpoint === 'action' ? press(submitBody) : endpoint === 'modal' ? modal(submitBody) : null;
      const verdict = own ? null : automation.submit(endpoint, submitBody);
      const made = own ?? verdict?.tasks[0];
      if (made instanceof Response) return { response: made, taskId: null, billed: false };
      if (!made) {
        const response = fault(verdict ? 400 : 404, verdict?.description ?? 'no such endpoint');
        return { response, taskId: null, billed: false };
      }
      const response = await pictures(made);
      return { response, taskId: made.id, billed: response.ok };
    },
    unknown: () => fault(404, 'no such endpoint'),
    changed: ({ id }) => void changes.dispatchEvent(new Event(id)),
  };
}
