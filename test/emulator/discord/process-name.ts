/**
 * Each process of a bot may be given an address of its own, `<origin>/as/<name>/api`, so that what it asks, answers and is
 * sent can be told apart. Whoever uses the plain address is the process without a name.
 */
export type Caller = { readonly by: string; readonly path: string };

/** Who calls, and the path as it stands without the name. */
export function callerOf(path: string): Caller {
  const [, by, rest] = /^\/as\/([\w-]+)(\/.*)$/.exec(path) ?? [];
  return by === undefined || rest === undefined ? { by: '', path } : { by, path: rest };
}

/** The beginning of every path of a process. Throws for what is no name. */
export function pathOf(name: string): string {
  if (!/^[\w-]*$/.test(name)) throw new Error(`${name} is no name for a process`);
  return name === '' ? '' : `/as/${name}`;
}
