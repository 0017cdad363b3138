import type { Gallery } from '../gallery.ts';
import type { Links } from '../links.ts';
import type { Motion } from '../motion.ts';
import type { Options } from '../options.ts';
import type { Order } from '../order.ts';
import type { Studio } from '../studio/studio.ts';
import type { EmulatedTask, Tasks } from '../tasks.ts';

/** The answer to a submit, and what the ledger keeps of it. */
export type Submitted = { readonly response: Response; readonly taskId: string | null; readonly billed: boolean };

/** How one kind of relay shows the same studio. A null answer means that there is no such address. */
export type Profile = {
  allows(headers: Headers): boolean;
  forbidden(): Response;
  /** Not JSON, or JSON of the wrong types. */
  unreadable(): Response;
  submit(endpoint: string, order: Order): Promise<Submitted> | Submitted | null;
  fetch(id: string): Response | null;
  list(ids: readonly string[]): Response | null;
  recent(): Response | null;
  queue(): Response | null;
  seed(id: string): Response | null;
  cancel(id: string): Response | null;
  /** `/mj/image/{id}`. */
  image(id: string): Promise<Response> | null;
  status(): Response | null;
  unknown(): Response;
  /** The body of a callback; null when this task's hook is not called. */
  notice(task: EmulatedTask): object | null;
  /** Told after every change of a task. */
  changed(task: EmulatedTask): void;
  forget(id: string): void;
  stop(): void;
};

export type Parts = {
  readonly options: Options;
  readonly tasks: Tasks;
  readonly motion: Motion;
  readonly studio: Studio;
  readonly links: Links;
  readonly gallery: Gallery;
};

/** Where a profile offers nothing. */
export const nothing = {
  fetch: () => null,
  list: () => null,
  recent: () => null,
  queue: () => null,
  seed: () => null,
  cancel: () => null,
  image: () => null,
  status: () => null,
  notice: () => null,
  changed: () => undefined,
  forget: () => undefined,
  stop: () => undefined,
} as const;

export function isBearer(headers: Headers, key: string): boolean {
  return headers.get('authorization') === `Bearer ${key}`;
}
