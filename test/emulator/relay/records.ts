/** A POST to a submit path. `body` is parsed JSON, or the text where it is none. */
export type SubmissionEntry = {
  /** As asked, prefix included. */
  readonly path: string;
  /** Such as `imagine`. */
  readonly endpoint: string;
  /** The path's prefix, such as `mj-fast`; null when there is none. */
  readonly mode: string | null;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly at: number;
  /** Null until, and unless, a task came of it. */
  taskId: string | null;
  /** Whether this POST costs money. */
  billed: boolean;
};

/** Any other request. `ids` are those of a list-by-condition. */
export type RequestEntry = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ids?: readonly string[];
  readonly at: number;
};

/** A callback that was sent; `status` is null when nobody answered. */
export type CallbackEntry = {
  readonly taskId: string;
  readonly url: string;
  readonly body: string;
  readonly at: number;
  readonly status: number | null;
};

/** Everything that went over the wire, oldest first. */
export type Records = {
  readonly submissions: SubmissionEntry[];
  readonly requests: RequestEntry[];
  readonly callbacks: CallbackEntry[];
};

export function createRecords(): Records {
  return { submissions: [], requests: [], callbacks: [] };
}

/** The keys in these requests that are none of `known`, however they were sent. */
export function strangeKeys(known: readonly string[], { submissions, requests }: Records): string[] {
  const sent = [...submissions, ...requests].flatMap(({ headers }) => [
    headers.authorization?.replace(/^Bearer /, '') ?? [],
    headers['mj-api-secret'] ?? [],
  ]);
  return [...new Set(sent.flat())].filter((key) => !known.includes(key));
}
