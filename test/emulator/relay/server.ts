import { once } from 'node:events';
import { createServer } from 'node:http';
import { createWaits } from '../condition-waits.ts';
import { createAutomation } from './automation/automation.ts';
import { createCallbacks } from './callbacks.ts';
import { createFaults } from './faults.ts';
import { createLinks } from './links.ts';
import { createListener } from './listener.ts';
import { type ProfileName, type RelayOptions, withDefaults } from './options.ts';
import { createPictureCache } from './picture-cache.ts';
import { createGateway } from './profiles/gateway.ts';
import { createOneHub } from './profiles/one-hub.ts';
import { createOriginal } from './profiles/original.ts';
import type { Parts, Profile } from './profiles/profile.ts';
import { createRaw } from './profiles/raw.ts';
import { createSynchronous } from './profiles/synchronous.ts';
import { createProgression } from './progression.ts';
import { createRecords, strangeKeys } from './records.ts';
import { createRoutes } from './routes.ts';
import { SubmitBody } from './submit-body.ts';
import { createTasks, type EmulatedTask } from './tasks.ts';

const profiles: Readonly<Record<ProfileName, (parts: Parts) => Profile>> = {
  raw: createRaw,
  gateway: (parts) => createGateway(parts),
  'one-hub': createOneHub,
  original: createOriginal,
  synchronous: createSynchronous,
};

export type EmulatedRelay = Awaited<ReturnType<typeof createRelay>>;

/**
 * Emulates a Midjourney relay on 127.0.0.1: real sockets, drawn pictures, and whatever can go wrong with them. How strict
 * it is, and what it leaves out, stands in `test/emulator/README.md`.
 */
export async function createRelay(given: RelayOptions = {}) {
  const options = withDefaults(given);
  const [tasks, faults, records, waits] = [
    createTasks(given.firstTaskId),
    createFaults(),
    createRecords(),
    createWaits(),
  ];
  let port = options.port;
  const links = createLinks(options, tasks, () => options.pictureOrigin || `http://127.0.0.1:${port}`);
  const pictureCache = createPictureCache(options, links);
  const progression = createProgression(options, changed);
  const automation = createAutomation({ options, tasks, progression });
  const profile = profiles[options.profile]({ options, tasks, progression, automation, links, pictureCache });
  const callbacks = createCallbacks({ profile, faults, records });
  const app = createRoutes({ profile, tasks, pictureCache });
  const listener = createListener({
    app,
    faults,
    records,
    noted: waits.changed,
    holdRequest: given.holdRequest,
    onExchange: given.onExchange,
  });
  const server = createServer((request, out) => void listener(request, out));

  function changed(task: EmulatedTask): void {
    profile.changed(task);
    callbacks.changed(task);
    waits.changed();
  }

  async function open(): Promise<void> {
    if (server.listening) return;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') port = address.port;
    profile.opened();
  }

  async function shut(): Promise<void> {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  /** Where callbacks for a task go, even when the profile strips hooks. */
  function hookOf(taskId: string): string | undefined {
    const { body } = records.submissions.findLast((entry) => entry.taskId === taskId) ?? {};
    const hook = typeof body === 'object' && body !== null && 'notifyHook' in body ? body.notifyHook : null;
    return tasks.need(taskId).notifyHook || (typeof hook === 'string' && hook !== '' ? hook : undefined);
  }

  await open();
  const relay = {
    url: `http://127.0.0.1:${port}`,
    key: options.key,
    /** All keys that it was ever sent and does not know: another relay's, or another payer's. */
    strangeKeys: () => strangeKeys([options.key, ...options.otherKeys], records),
    profile: options.profile,
    tasks: tasks.all,
    submissions: records.submissions,
    requests: records.requests,
    /** Callbacks that were sent. */
    callbacks: records.callbacks,
    faults,
    /** The picture of a task as it is now, without going over the wire. */
    picture: (taskId: string, part = 0) => pictureCache.show(tasks.need(taskId), part),
    /** Per cent 0 is SUBMITTED. Throws, like the next three, for an unknown id. */
    progress: (taskId: string, percent: number) => progression.advance(tasks.need(taskId), percent),
    finish: (taskId: string) => progression.finish(tasks.need(taskId)),
    fail: (taskId: string, reason: string) => progression.fail(tasks.need(taskId), reason),
    /** A submission of before: not over the wire and not in the records. The task's id; null where it is refused. */
    async plant(endpoint: string, body: object): Promise<string | null> {
      const submitted = await profile.submit(endpoint, { ...SubmitBody.parse(body), mode: null });
      return submitted?.taskId ?? null;
    },
    /** The addresses of a task's pictures die; whoever asks for the task gets others, unless they are lost `forGood`. */
    expire(taskId: string, { forGood = false } = {}): void {
      const task = tasks.need(taskId);
      task.addresses += 1;
      task.lost = forGood;
    },
    /** A gateway that copies its upstream late does so now. */
    catchUp: (taskId: string) => profile.catchUp(taskId),
    /** A gateway reaches the server behind it no longer, or again; its own table goes on answering. */
    upstream: (isUp: boolean) => profile.upstream(isUp),
    /** The key and the account get so many submissions more; a key that may not look may from now on. */
    topUp: (submissions: number) => profile.topUp(submissions),
    /** As if the task had never been. */
    forget(taskId: string): void {
      progression.leave(tasks.need(taskId));
      tasks.all.delete(taskId);
      profile.forget(taskId);
    },
    /** As if the server behind a gateway had never had the task; the gateway's own row stays as it began. */
    forgetUpstream(taskId: string): void {
      progression.leave(tasks.need(taskId));
      tasks.all.delete(taskId);
      profile.forgetUpstream(taskId);
    },
    /** Looks again after every request and change. Rejects after `ms`. */
    waitUntil: (predicate: () => boolean, ms = 5000) => waits.until(predicate, ms, String(predicate)),
    /** While down, connections are refused; the port stays the same, tasks go on. */
    down: (down: boolean) => (down ? shut() : open()),
    /** Calls a task's hook by hand: again, forged, or where the profile would not. Answers' statuses, null for none. */
    async callback(
      taskId: string,
      { times = 1, body, url = hookOf(taskId) }: HandMade = {},
    ): Promise<(number | null)[]> {
      if (url === undefined) throw new Error(`task ${taskId} was submitted without a notifyHook`);
      const text = typeof body === 'string' ? body : JSON.stringify(body ?? profile.notice(tasks.need(taskId)));
      return Promise.all(Array.from({ length: times }, () => callbacks.post(taskId, url, text)));
    },
    async close(): Promise<void> {
      progression.stop();
      profile.stop();
      callbacks.stop();
      await shut();
    },
  };
  return relay;
}

/** A callback by hand. `body` is sent as it is when it is a string; `url` is the task's own hook unless given. */
type HandMade = { readonly times?: number; readonly body?: unknown; readonly url?: string };
