import { once } from 'node:events';
import { createServer } from 'node:http';
import { createCallbacks } from './callbacks.ts';
import { createFaults } from './faults.ts';
import { createGallery } from './gallery.ts';
import { createLedger } from './ledger.ts';
import { createLinks } from './links.ts';
import { createListener } from './listener.ts';
import { createMotion } from './motion.ts';
import { type ProfileName, type RelayOptions, withDefaults } from './options.ts';
import { Order } from './order.ts';
import { createGateway } from './profiles/gateway.ts';
import type { Parts, Profile } from './profiles/profile.ts';
import { createRaw } from './profiles/raw.ts';
import { createSynchronous } from './profiles/synchronous.ts';
import { createRoutes } from './routes.ts';
import { createStudio } from './studio/studio.ts';
import { createTasks, type EmulatedTask } from './tasks.ts';
import { createWaiting } from './waiting.ts';

const profiles: Readonly<Record<ProfileName, (parts: Parts) => Profile>> = {
  raw: createRaw,
  gateway: createGateway,
  synchronous: createSynchronous,
};

export type EmulatedRelay = Awaited<ReturnType<typeof createRelay>>;

/** A Midjourney relay on a loopback port: real sockets, drawn pictures, and whatever can go wrong with them. */
export async function createRelay(given: RelayOptions = {}) {
  const options = withDefaults(given);
  const [tasks, faults, ledger, waiting] = [createTasks(), createFaults(), createLedger(), createWaiting()];
  let port = options.port;
  const links = createLinks(options, () => `http://127.0.0.1:${port}`);
  const gallery = createGallery(options, links);
  const motion = createMotion(options, changed);
  const studio = createStudio({ options, tasks, motion });
  const profile = profiles[options.profile]({ options, tasks, motion, studio, links, gallery });
  const callbacks = createCallbacks({ profile, faults, ledger });
  const app = createRoutes({ profile, tasks, gallery });
  const listener = createListener({
    ...{ app, faults, ledger, noted: waiting.poke },
    ...{ gate: given.gate, onExchange: given.onExchange },
  });
  const server = createServer((request, out) => void listener(request, out));

  function changed(task: EmulatedTask): void {
    profile.changed(task);
    callbacks.changed(task);
    waiting.poke();
  }

  async function open(): Promise<void> {
    if (server.listening) return;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') port = address.port;
  }

  async function shut(): Promise<void> {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  /** Where callbacks for a task go, even when the profile strips hooks. */
  function hookOf(taskId: string): string | undefined {
    const { body } = ledger.submissions.findLast((entry) => entry.taskId === taskId) ?? {};
    const hook = typeof body === 'object' && body !== null && 'notifyHook' in body ? body.notifyHook : null;
    return tasks.need(taskId).notifyHook || (typeof hook === 'string' && hook !== '' ? hook : undefined);
  }

  await open();
  const relay = {
    url: `http://127.0.0.1:${port}`,
    key: options.key,
    tasks: tasks.all,
    submissions: ledger.submissions,
    requests: ledger.requests,
    /** Callbacks that were sent. */
    callbacks: ledger.callbacks,
    faults,
    /** The picture of a task as it is now, without going over the wire. */
    picture: (taskId: string, part = 0) => gallery.show(tasks.need(taskId), part),
    /** Per cent 0 is SUBMITTED. Throws, like the next three, for an unknown id. */
    progress: (taskId: string, percent: number) => motion.advance(tasks.need(taskId), percent),
    finish: (taskId: string) => motion.finish(tasks.need(taskId)),
    fail: (taskId: string, reason: string) => motion.fail(tasks.need(taskId), reason),
    /** A submission of before: not over the wire and in no ledger. The task's id; null where it is refused. */
    async plant(endpoint: string, body: object): Promise<string | null> {
      const submitted = await profile.submit(endpoint, { ...Order.parse(body), mode: null });
      return submitted?.taskId ?? null;
    },
    /** As if the task had never been. */
    forget(taskId: string): void {
      motion.leave(tasks.need(taskId));
      tasks.all.delete(taskId);
      profile.forget(taskId);
    },
    /** Looks again after every request and change. Rejects after `ms`. */
    waitUntil: (predicate: () => boolean, ms = 5000) => waiting.until(predicate, ms),
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
      motion.stop();
      profile.stop();
      callbacks.stop();
      waiting.stop();
      await shut();
    },
  };
  return relay;
}

/** A callback by hand. `body` is sent as it is when it is a string; `url` is the task's own hook unless given. */
type HandMade = { readonly times?: number; readonly body?: unknown; readonly url?: string };
