import type { Where } from './faults.ts';

export type Address = {
  /** Without the prefix. */
  readonly path: string;
  /** `mj-fast` of `/mj-fast/mj/...`, `relax` of `/relax/mj/...`; null when there is none. */
  readonly mode: string | null;
  /** Of a submit path. */
  readonly endpoint: string | null;
  readonly where: Where | null;
};

const places: readonly (readonly [RegExp, Where])[] = [
  [/^\/mj\/task\/list-by-condition$/, 'list'],
  [/^\/mj\/task\/(list|queue)$/, 'recent'],
  [/^\/mj\/task\/[^/]+\/fetch$/, 'fetch'],
  [/^\/mj\/task\/[^/]+\/image-seed$/, 'seed'],
  [/^\/mj\/task\/[^/]+\/cancel$/, 'cancel'],
  [/^\/(mj\/image|attachments|video)\//, 'picture'],
];

/** Tells what a request is for. Any first segment may stand before `/mj`. */
export function readAddress(pathname: string): Address {
  const [, prefix] = /^\/([^/]+)(?=\/mj\/)/.exec(pathname) ?? [];
  const mode = prefix !== undefined && prefix !== 'mj' ? prefix : null;
  const path = mode === null ? pathname : pathname.slice(mode.length + 1);
  const endpoint = /^\/mj\/submit\/([^/]+)$/.exec(path)?.[1] ?? null;
  const where = endpoint ? 'submit' : (places.find(([pattern]) => pattern.test(path))?.[1] ?? null);
  return { path, mode, endpoint, where };
}
