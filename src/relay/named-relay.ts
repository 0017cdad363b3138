import type { Submission } from '../domain/job/request.ts';
import type { Task } from '../domain/job/task.ts';
import { MAIN_RELAY, taskIdIn, taskKey } from '../domain/job/task-key.ts';
import { underKnownName } from '../domain/pictures/relay-picture.ts';
import type { Relay } from '../domain/ports/relay.ts';

/**
 * One of several relays: it is asked, and answers, by the names that its tasks have among all relays, and itself hears and tells only its
 * own ids. `base` is its address up to `/mj`: a picture that it names by an address from within is at that address, too, and only of `main`
 * that is found out where it is fetched. `forbidden` are origins where it must not say that its pictures are.
 */
export function createNamedRelay(
  name: string,
  base: string,
  relay: Relay,
  forbidden: ReadonlySet<string> = new Set(),
): Relay {
  const keyOf = (taskId: string) => taskKey(name, taskId);
  /** The address of a picture as it is where a gateway has named it by its server from within; empty where it must not be. */
  function placed(url: string): string {
    const known = name === MAIN_RELAY ? url : (underKnownName(url, base) ?? url);
    return forbidden.has(URL.parse(known)?.origin ?? '') ? '' : known;
  }

  function keyed({ filmUrl, ...task }: Task): Task {
    const film = placed(filmUrl ?? '');
    return {
      ...task,
      id: keyOf(task.id),
      imageUrl: placed(task.imageUrl),
      imageUrls: task.imageUrls.map(placed).filter(Boolean),
      videoUrls: task.videoUrls.map(placed).filter(Boolean),
      ...(film !== '' && { filmUrl: film }),
    };
  }

  return {
    prepare: (submission, signal) => relay.prepare(withOwnIds(submission), signal),
    async submit(prepared, state, signal) {
      const outcome = await relay.submit(prepared, state, signal);
      if (outcome.kind === 'images') return { ...outcome, urls: outcome.urls.map(placed).filter(Boolean) };
      if (outcome.kind !== 'accepted') return outcome;
      const { taskId, others } = outcome;
      return { ...outcome, taskId: keyOf(taskId), ...(others && { others: others.map(keyOf) }) };
    },
    isReachable: relay.isReachable,
    async list(keys, signal) {
      const { tasks, missing } = await relay.list(keys.map(taskIdIn), signal);
      return { tasks: tasks.map(keyed), missing: missing.map(keyOf) };
    },
    async fetch(key, signal) {
      const task = await relay.fetch(taskIdIn(key), signal);
      return task && keyed(task);
    },
    async recent(states, signal) {
      const tasks = await relay.recent(states, signal);
      return tasks?.map((task) => ({ ...task, id: keyOf(task.id) })) ?? null;
    },
    cancel: (key, signal) => relay.cancel(taskIdIn(key), signal),
    seed: (key, signal) => relay.seed(taskIdIn(key), signal),
  };
}

function withOwnIds(submission: Submission): Submission {
  switch (submission.kind) {
    case 'action':
    case 'modal':
      return { ...submission, taskId: taskIdIn(submission.taskId) };
    case 'video': {
      const { extend } = submission;
      return extend ? { ...submission, extend: { ...extend, taskId: taskIdIn(extend.taskId) } } : submission;
    }
    default:
      return submission;
  }
}
