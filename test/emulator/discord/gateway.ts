import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { LoginCount } from './logins.ts';
import { callerOf } from './process-name.ts';
import type { Records } from './records.ts';
import { createSessions, type OnSent, type Session } from './sessions.ts';

const frame = z.object({ op: z.number().int(), d: z.unknown() });
const identify = z.object({
  token: z.string(),
  intents: z.number().int(),
  shard: z.tuple([z.number().int(), z.number().int()]).default([0, 1]),
  properties: z.object({}).loose(),
});
const presence = z.object({
  since: z.number().nullable(),
  activities: z.array(z.object({ name: z.string(), type: z.int(), state: z.string().nullish() })),
  status: z.enum(['online', 'dnd', 'idle', 'invisible', 'offline']),
  afk: z.boolean(),
});
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.number().int() });
/** A connection: whose it is, and which host was asked for it. */
type Peer = { readonly socket: WebSocket; readonly by: string; readonly host: string };

/** Members, presences, message content. */
const privileged = (1 << 1) | (1 << 8) | (1 << 15);

type Deps = {
  readonly botToken: string;
  readonly records: Records;
  /** The fields of READY that do not depend on the session. */
  readonly greeting: (peer: Pick<Peer, 'by' | 'host'>) => Record<string, unknown>;
  readonly logins: LoginCount;
  readonly shardOf: (guildId: string | null, shards: number) => number;
};

/** The WebSocket side: hello, identify, heartbeats, events, resume. https://discord.com/developers/docs/events/gateway */
export function createGateway({ botToken, records, greeting, logins, shardOf }: Deps) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1 << 16 });
  let onlyNewest = false;
  const sessions = createSessions({ onlyNewest: () => onlyNewest });
  const presences: (z.infer<typeof presence> & { readonly by: string })[] = [];
  let identified = 0;
  let doomed = 0;

  const send = (socket: WebSocket, op: number, d: unknown, more: { s?: number; t?: string } = {}) =>
    socket.send(JSON.stringify({ op, d, s: null, t: null, ...more }));
  const deny = (socket: WebSocket, code: number, reason: string) => {
    records.violation(`gateway ${code}: ${reason}`);
    socket.close(code, reason);
  };

  /** A session for a process that has identified itself, unless it is one too many. */
  const admit = ({ socket, by, host }: Peer, shard: readonly [number, number]): Session | null => {
    const { verdict } = logins.take(by, shard[0]);
    if (verdict === 'throttled') send(socket, 9, false);
    if (verdict === 'exhausted') deny(socket, 4004, 'No logins are left: the token is reset.');
    if (verdict !== 'accepted') return null;
    const fresh = sessions.open(socket, by, shard);
    identified += 1;
    sessions.push(fresh, 'READY', { ...greeting({ by, host }), session_id: fresh.id, session_type: 'normal', shard });
    records.notify({ kind: 'gateway', what: 'ready' });
    return fresh;
  };

  const hear = (peer: Peer, text: string, session: Session | null): Session | null => {
    const { socket } = peer;
    const { op, d } = frame.parse(JSON.parse(text));
    if (op === 1) send(socket, 11, null);
    else if (op === 2 && session) deny(socket, 4005, 'Already authenticated.');
    else if (op === 2) {
      const { token, intents, shard } = identify.parse(d);
      if (token !== botToken) deny(socket, 4004, 'Authentication failed.');
      else if (intents & privileged) deny(socket, 4014, 'Disallowed intent(s).');
      else if (shard[0] >= shard[1]) deny(socket, 4010, 'Invalid shard.');
      else return admit(peer, [shard[0], shard[1]]);
    } else if (op === 6) {
      const { token, session_id, seq } = resume.parse(d);
      if (token !== botToken) {
        deny(socket, 4004, 'Authentication failed.');
        return null;
      }
      const known = sessions.resume(socket, session_id, seq);
      if (!known) {
        send(socket, 9, false);
        return null;
      }
      if (doomed > 0) {
        doomed -= 1;
        send(socket, 9, false);
        sessions.forget(known);
      }
      records.notify({ kind: 'gateway', what: 'resumed' });
      return known;
    } else if (!session) deny(socket, 4003, 'Not authenticated.');
    else if (op === 3) presences.push({ ...presence.parse(d), by: peer.by });
    else if (op !== 4 && op !== 8) deny(socket, 4001, 'Unknown opcode.');
    return session;
  };

  sockets.on('connection', (socket, request) => {
    const { by } = callerOf(request.url ?? '');
    const peer: Peer = { socket, by, host: request.headers.host ?? '' };
    let session: Session | null = null;
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, isBinary) => {
      try {
        if (isBinary) throw new Error('binary');
        session = hear(peer, String(data), session);
      } catch {
        deny(socket, 4002, 'Decode error.');
      }
    });
    socket.on('close', (code) => {
      if (session) sessions.leave(session, socket, code === 1000 || code === 1001);
      records.notify({ kind: 'gateway', what: 'closed' });
    });
    send(socket, 10, { heartbeat_interval: 41_250, _trace: [] });
  });

  const connected = (by: string | undefined) =>
    sessions.connected().filter(({ session }) => by === undefined || session.by === by);

  return {
    attach(server: Server): void {
      server.on('upgrade', (request, socket, head) => {
        if (!callerOf(request.url ?? '').path.startsWith('/gateway')) socket.destroy();
        else sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
      });
    },

    /** To the shard of that guild, and `onSent` is called when it leaves, again after a resume; lost when no session, connected or resumable, is there. */
    dispatch: (event: string, d: unknown, guildId: string | null, onSent: OnSent) =>
      sessions.dispatch(event, d, (count) => shardOf(guildId, count), onSent),

    /** Every status that was set, oldest first. */
    presences,
    isReady: () => sessions.connected().length > 0,
    /** Every session that is connected or may be resumed, oldest first. */
    sessions: () => sessions.all().map(({ id, by, shard, socket }) => ({ id, by, shard, connected: socket !== null })),
    /** How many IDENTIFYs were accepted so far. */
    identifies: () => identified,

    faults: {
      /** Whether of several sessions of a shard only the newest one is sent what happens. */
      onlyNewestSession: (only: boolean) => {
        onlyNewest = only;
      },
      /** The connection dies without a word; the session can be resumed. Here and below: of one process, else of all. */
      dropGateway: (by?: string) => {
        for (const { socket } of connected(by)) socket.terminate();
      },
      /** Discord closes the connection with this code. */
      closeGateway: (code: number, by?: string) => {
        for (const { socket } of connected(by)) socket.close(code);
      },
      /** Op 9. */
      invalidSession: (resumable: boolean, by?: string) => {
        for (const { socket, session } of connected(by)) {
          send(socket, 9, resumable);
          if (!resumable) sessions.forget(session);
        }
      },
      /** Op 9 twice, and the connection is closed, all in one moment. */
      invalidateTwice: (by?: string) => {
        for (const { socket, session } of connected(by)) {
          send(socket, 9, false);
          send(socket, 9, false);
          sessions.forget(session);
          socket.close(4000);
        }
      },
      /** The next session that is resumed is invalid in the same moment. */
      doomResume: () => {
        doomed += 1;
      },
      /** Op 7: asks the bot to come again. */
      reconnect: (by?: string) => {
        for (const { socket } of connected(by)) send(socket, 7, null);
      },
      /** The next `n` events never leave Discord. */
      missEvents: (n = 1) => sessions.miss(n),
      /** Sends the last INTERACTION_CREATE a second time. */
      replay: () => sessions.replay('INTERACTION_CREATE'),
    },

    close(): void {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

export type Gateway = ReturnType<typeof createGateway>;
