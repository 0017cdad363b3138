/**
 * Where something may go wrong. `question` is a modal of no task, which costs nothing; `recent` is `/task/list`, `picture` any
 * picture or film.
 */
export type Where = 'submit' | 'question' | 'fetch' | 'list' | 'recent' | 'seed' | 'cancel' | 'picture' | 'callback';

/** An answer instead of the real one. Nothing happens behind it unless `create`: then the task exists and is charged. */
export type RawAnswer = {
  readonly status: number;
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly create?: boolean;
  readonly delayMs?: number;
};

/** A business code with HTTP 200 (or `status`), in the shape of a submit's answer. Creates nothing. */
export type CodeAnswer = {
  readonly code: number;
  readonly description?: string;
  readonly result?: unknown;
  readonly properties?: unknown;
  readonly status?: number;
  readonly delayMs?: number;
};

export type Fault =
  | RawAnswer
  | CodeAnswer
  /** No answer, ever. `hangButCreate` does everything else as usual; so does `resetButCreate`. */
  | 'hang'
  | 'hangButCreate'
  | 'reset'
  | 'resetButCreate'
  /** A complete answer with half of the text; `cut` promises all of it and then drops the connection. */
  | 'truncate'
  | 'cut'
  /** The real answer, dribbled over two seconds or so many milliseconds. */
  | 'slowBody'
  | { readonly slowBodyMs: number }
  | 'empty'
  | 'html200'
  /** The real answer, late. */
  | { readonly delayMs: number }
  /** The real answer with this text behind it, as of a server that answers twice. */
  | { readonly append: string }
  /** The real answer with its JSON changed: result as a number, entries missing... */
  | { readonly rewrite: (answer: unknown) => unknown }
  /** Pictures: the text of an expired link, 403, SVG, a lying content type, another address, a file of so many megabytes. */
  | 'expired'
  | 'forbidden'
  | 'svg'
  | { readonly contentType: string }
  | { readonly redirect: string }
  | { readonly oversizedMb: number }
  /** Callbacks: never sent, sent twice, or with a body that is no JSON. `delayMs` reorders them. */
  | 'drop'
  | 'duplicate'
  | 'badBody';

export type Faults = ReturnType<typeof createFaults>;

/** Faults to come. Those queued by `next` go first, in order; then the one set by `always`. */
export function createFaults() {
  const queued = new Map<Where, Fault[]>();
  const standing = new Map<Where, Fault>();
  return {
    next(where: Where, fault: Fault, times = 1): void {
      queued.set(where, [...(queued.get(where) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    always(where: Where, fault: Fault): void {
      standing.set(where, fault);
    },
    /** Everywhere, or at one place. */
    clear(where?: Where): void {
      for (const faults of [queued, standing]) where ? faults.delete(where) : faults.clear();
    },
    /** The fault for the request at hand, whose path is `_path`; each queued one is given once. */
    take: (where: Where, _path: string): Fault | undefined => queued.get(where)?.shift() ?? standing.get(where),
  };
}
