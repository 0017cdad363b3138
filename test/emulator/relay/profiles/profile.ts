import type { Automation } from '../automation/automation.ts';
import type { Links } from '../links.ts';
import type { Options } from '../options.ts';
import type { PictureCache } from '../picture-cache.ts';
import type { Progression } from '../progression.ts';
import type { SubmitBody } from '../submit-body.ts';
import type { EmulatedTask, Tasks } from '../tasks.ts';

/** The answer to a submit, and what the records keep of it. */
export type Submitted = { readonly response: Response; readonly taskId: string | null; readonly billed: boolean };

/** How one kind of relay shows the same automation server. A null answer means that there is no such address. */
export type Profile = {
  allows(headers: Headers): boolean;
  forbidden(): Response;
  /** Why a key that is allowed may not do this now; null when it may. */
  bars(isSubmit: boolean): Response | null;
  /** Not JSON, or JSON of the wrong types. */
  unreadable(): Response;
  submit(endpoint: string, submitBody: SubmitBody): Promise<Submitted> | Submitted | null;
  fetch(id: string): Response | null;
  list(ids: readonly string[]): Response | null;
  recent(): Response | null;
  queue(): Response | null;
  seed(id: string): Response | null;
  cancel(id: string): Response | null;
  /** `/mj/image/{id}`. */
  image(id: string): Promise<Response> | null;
  status(): Response | null;
  /** What the gateway tells the owner of a key: `/api/log/token` and the models and the balance below `/v1/`. */
  account(path: string, key: string): Response | null;
  /** Told when it begins to listen, again after it was down. */
  opened(): void;
  /** Whether the gateway reaches the server behind it. */
  upstream(isUp: boolean): void;
  /** The key and the account behind it get so many submissions more, and lose their limits. */
  topUp(submissions: number): void;
  /** Whether a speed may stand before `/mj` in its addresses. */
  readonly takesModes: boolean;
  /** No such address. */
  unknown(path: string): Response;
  /** The body of a callback; null when this task's hook is not called. */
  notice(task: EmulatedTask): object | null;
  /** Told after every change of a task. */
  changed(task: EmulatedTask): void;
  /** Shows everything of a task that it would show later. */
  catchUp(id: string): void;
  forget(id: string): void;
  /** The server behind a gateway has forgotten a task: its row stays as it was at first. */
  forgetUpstream(id: string): void;
  stop(): void;
};

export type Parts = {
  readonly options: Options;
  readonly tasks: Tasks;
  readonly progression: Progression;
  readonly automation: Automation;
  readonly links: Links;
  readonly pictureCache: PictureCache;
};

/** Where a profile offers nothing. */
export const nothing = {
  takesModes: true,
  opened: () => {},
  fetch: () => null,
  list: () => null,
  recent: () => null,
  queue: () => null,
  seed: () => null,
  cancel: () => null,
  image: () => null,
  status: () => null,
  bars: () => null,
  topUp: () => undefined,
  upstream: () => undefined,
  account: () => null,
  notice: () => null,
  changed: () => undefined,
  catchUp: () => undefined,
  forget: () => undefined,
  forgetUpstream: () => undefined,
  stop: () => undefined,
} as const;

export function isBearer(headers: Headers, key: string): boolean {
  return headers.get('authorization') === `Bearer ${key}`;
}
