import type { Bucket } from '../buckets.ts';
import type { RequestEntry, UploadedFile } from '../types.ts';

/** One request, taken apart. */
export type Call = {
  /** The process that asks, and the host that it asked. */
  readonly by: string;
  readonly host: string;
  /** A parameter of the path; throws when the pattern has no such name. */
  readonly param: (name: string) => string;
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
  /** Adds facts to this request's line in the records. */
  readonly note: (facts: Pick<RequestEntry, 'interactionId' | 'messageId' | 'channelId' | 'final'>) => void;
};

export type Answer = { readonly status: number; readonly body?: unknown };

/** `auth: 'token'` routes carry their secret in the path and are exempt from the global limit. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly auth: 'bot' | 'token';
  readonly bucket: Bucket;
  readonly handle: (call: Call) => Answer;
};

/** Routes whose limits no bot of ours comes near. */
export const roomy: Bucket = { name: 'roomy', limit: 50, ms: 1000, by: [] };
