import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';

/** One request as received. `path` is decoded and without the API's version. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
  /** By form field. */
  readonly files: ReadonlyMap<string, { readonly name: string; readonly type: string; readonly bytes: Uint8Array }>;
};

export type Reaction = {
  readonly status: number;
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
};
/** Null leaves the request to the next rule; `hang up` ends the connection without an answer. */
type Rule = (request: Received) => Reaction | 'hang up' | null | Promise<Reaction | 'hang up' | null>;

/** Discord's way to say no. */
export function refusal(status: number, code: number, headers: Record<string, string> = {}): Reaction {
  return { status, body: { code, message: `code ${code}` }, headers };
}

const FirstAnswer = z.object({ data: z.object({ embeds: z.array(z.unknown()) }) });

/** A server that plays Discord: it takes everything, records every request and can be told to answer otherwise. */
export async function openRecordingDiscord() {
  const requests: Received[] = [];
  const rules: Rule[] = [];
  const nonces = new Map<string, string>();
  let posted = 0;
  /** The embeds of the first answer, which arrives also when a rule says otherwise. */
  let answered: readonly unknown[] = [];

  function defaultReaction({ method, path, body }: Received): Reaction {
    const [, root, channelId = '', , messageId] = path.split('/');
    if (path === '/users/@me/channels') return { status: 200, body: { id: DM } };
    if (path.endsWith('/callback')) {
      const message = {
        id: MESSAGE,
        channel_id: CHANNEL,
        flags: z.object({ flags: z.number() }).safeParse(body.data).data?.flags ?? 0,
      };
      return { status: 200, body: { interaction: { id: '1' }, resource: { type: 4, message } } };
    }
    if (root === 'webhooks') {
      return { status: 200, body: { id: MESSAGE, channel_id: CHANNEL, flags: 0, embeds: answered } };
    }
    if (method === 'POST') {
      const nonce = String(body.nonce);
      const id = nonces.get(nonce) ?? `90000000000000000${posted++}`;
      nonces.set(nonce, id);
      return { status: 200, body: { id, channel_id: channelId } };
    }
    return { status: 200, body: { id: messageId, channel_id: channelId } };
  }

  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming);
    requests.push(request);
    if (request.path.endsWith('/callback')) answered = FirstAnswer.parse(request.body).data.embeds;
    let reaction: Reaction | 'hang up' | null = null;
    for (const rule of rules) reaction ??= await rule(request);
    reaction ??= defaultReaction(request);
    if (reaction === 'hang up') return void incoming.socket.destroy();
    outgoing.writeHead(reaction.status, { 'content-type': 'application/json', ...reaction.headers });
    outgoing.end(reaction.raw ?? JSON.stringify(reaction.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}/api`,
    requests,
    /** Newest rule first. */
    rule: (rule: Rule) => void rules.unshift(rule),
    /** Answers requests of this method and kind of path, as often as `times` says. */
    answer(method: string, path: RegExp, reaction: Reaction | 'hang up', times = Number.POSITIVE_INFINITY) {
      let left = times;
      rules.unshift((request) =>
        request.method === method && path.test(request.path) && left-- > 0 ? reaction : null,
      );
    },
    /** "PATCH /webhooks/…", in the order received. */
    lines: () => requests.map(({ method, path }) => `${method} ${path}`),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type RecordingDiscord = Awaited<ReturnType<typeof openRecordingDiscord>>;

export const CHANNEL = '200000000000000001';
export const DM = '200000000000000009';
/** Made on 2026-01-01. */
export const MESSAGE = String((BigInt(Date.UTC(2026, 0, 1)) - 1_420_070_400_000n) << 22n);

async function read(incoming: IncomingMessage): Promise<Received> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const { pathname, search } = new URL(incoming.url ?? '/', 'http://discord');
  const type = incoming.headers['content-type'] ?? '';
  const files: [string, { name: string; type: string; bytes: Uint8Array }][] = [];
  let text = raw.toString();
  if (type.startsWith('multipart/')) {
    const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
    text = String(form.get('payload_json'));
    for (const [field, value] of form) {
      if (typeof value !== 'string') {
        files.push([field, { name: value.name, type: value.type, bytes: await value.bytes() }]);
      }
    }
  }
  return {
    method: incoming.method ?? '',
    path: decodeURIComponent(pathname).replace(/^\/api\/v10/, ''),
    query: search,
    authorization: incoming.headers.authorization,
    body: text === '' ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text)),
    files: new Map(files),
  };
}
