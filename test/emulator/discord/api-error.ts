/** Discord's tree of form errors: field names lead to `_errors`. */
export type ErrorTree = { readonly [field: string]: ErrorTree | readonly { code: string; message: string }[] };

/** What Discord answers when it says no. https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: number;
  readonly errors: ErrorTree | undefined;
  /** Seconds; makes it a 429. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: number, message: string, more: { errors?: ErrorTree; retryAfter?: number } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = more.errors;
    this.retryAfter = more.retryAfter;
  }
}

/** The refusals a bot meets, by the name Discord gives them. */
export const refuse = {
  unauthorized: () => new ApiError(401, 0, '401: Unauthorized'),
  notFound: () => new ApiError(404, 0, '404: Not Found'),
  methodNotAllowed: () => new ApiError(405, 0, '405: Method Not Allowed'),
  badJson: () => new ApiError(400, 50109, 'The request body contains invalid JSON.'),
  unknownApplication: () => new ApiError(404, 10002, 'Unknown Application'),
  unknownChannel: () => new ApiError(404, 10003, 'Unknown Channel'),
  unknownMessage: () => new ApiError(404, 10008, 'Unknown Message'),
  unknownUser: () => new ApiError(404, 10013, 'Unknown User'),
  unknownWebhook: () => new ApiError(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new ApiError(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new ApiError(404, 10063, 'Unknown application command'),
  explicitContent: () => new ApiError(400, 20009, 'Explicit content cannot be sent to the desired recipient(s)'),
  oldMessage: (retryAfter: number) =>
    new ApiError(429, 30046, 'Maximum number of edits to messages older than 1 hour reached. Try again later.', {
      retryAfter,
    }),
  tooLarge: () => new ApiError(413, 40005, 'Request entity too large'),
  alreadyAcknowledged: () => new ApiError(400, 40060, 'Interaction has already been acknowledged.'),
  missingAccess: () => new ApiError(403, 50001, 'Missing Access'),
  notYours: () => new ApiError(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new ApiError(400, 50006, 'Cannot send an empty message'),
  closedDms: () => new ApiError(403, 50007, 'Cannot send messages to this user'),
  missingPermissions: () => new ApiError(403, 50013, 'Missing Permissions'),
  invalidToken: () => new ApiError(401, 50027, 'Invalid Webhook Token'),
  archivedThread: () => new ApiError(400, 50083, 'Thread is archived'),
  moderated: () => new ApiError(400, 200000, 'Message was blocked by automatic moderation'),
  harmfulLink: () => new ApiError(400, 240000, 'Message blocked by harmful links filter'),
};

/** 50035 with one complaint at a path. */
export function formError(path: readonly PropertyKey[], code: string, message: string): ApiError {
  return formErrors([{ path, code, message }]);
}

/** 50035 with every complaint at its place. */
export function formErrors(
  complaints: readonly { path: readonly PropertyKey[]; code: string; message: string }[],
): ApiError {
  let errors: ErrorTree = {};
  for (const { path, code, message } of complaints) errors = plant(errors, path.map(String), { code, message });
  return new ApiError(400, 50035, 'Invalid Form Body', { errors });
}

function plant(tree: ErrorTree, path: readonly string[], error: { code: string; message: string }): ErrorTree {
  const [head, ...rest] = path;
  if (head === undefined) {
    const there = tree._errors;
    return { ...tree, _errors: [...(Array.isArray(there) ? there : []), error] };
  }
  const branch = tree[head];
  return { ...tree, [head]: plant(isTree(branch) ? branch : {}, rest, error) };
}

function isTree(value: ErrorTree[string] | undefined): value is ErrorTree {
  return value !== undefined && !Array.isArray(value);
}
