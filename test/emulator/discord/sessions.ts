import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';

/** Called whenever an event leaves for a client. */
export type OnSent = () => void;

type Event = { readonly op: 0; readonly t: string; readonly s: number; readonly d: unknown };
type Kept = { readonly event: Event; readonly onSent: OnSent };

/** A bot's gateway session. Without a socket it waits to be resumed and keeps what it misses. */
export type Session = {
  readonly id: string;
  readonly shard: readonly [number, number];
  seq: number;
  readonly events: Kept[];
  socket: WebSocket | null;
};

const kept = 1000;
const unnoticed = () => undefined;

/** Who is connected, and what each was sent, so that a resume can hand on what was missed. */
export function createSessions() {
  const sessions = new Map<string, Session>();
  let missing = 0;
  const last = new Map<string, { d: unknown; pick: (shards: number) => number }>();

  const send = (socket: WebSocket, { event, onSent }: Kept): void => {
    socket.send(JSON.stringify(event));
    onSent();
  };
  const push = (session: Session, t: string, d: unknown, onSent: OnSent = unnoticed): void => {
    session.seq += 1;
    const next: Kept = { event: { op: 0, t, s: session.seq, d }, onSent };
    session.events.push(next);
    if (session.events.length > kept) session.events.shift();
    if (session.socket) send(session.socket, next);
  };
  const dispatch = (t: string, d: unknown, pick: (shards: number) => number, onSent: OnSent = unnoticed): void => {
    last.set(t, { d, pick });
    if (missing > 0) {
      missing -= 1;
      return;
    }
    for (const session of sessions.values())
      if (pick(session.shard[1]) === session.shard[0]) push(session, t, d, onSent);
  };

  return {
    push,
    dispatch,

    /** A new IDENTIFY for a shard ends that shard's earlier sessions that nobody holds. */
    open(socket: WebSocket, shard: readonly [number, number]): Session {
      for (const old of sessions.values()) if (!old.socket && old.shard[0] === shard[0]) sessions.delete(old.id);
      const session: Session = { id: randomUUID().replaceAll('-', ''), shard, seq: 0, events: [], socket };
      sessions.set(session.id, session);
      return session;
    },

    /** Undefined when this session cannot be resumed. */
    resume(socket: WebSocket, id: string, seq: number): Session | undefined {
      const session = sessions.get(id);
      if (!session || seq > session.seq || seq < session.seq - kept) return undefined;
      session.socket?.terminate();
      session.socket = socket;
      for (const one of session.events) if (one.event.s > seq) send(socket, one);
      push(session, 'RESUMED', { _trace: [] });
      return session;
    },

    leave(session: Session, socket: WebSocket, forGood: boolean): void {
      if (session.socket !== socket) return;
      session.socket = null;
      if (forGood) sessions.delete(session.id);
    },

    forget: (session: Session) => sessions.delete(session.id),
    connected: () =>
      [...sessions.values()].flatMap((session) => (session.socket ? [{ session, socket: session.socket }] : [])),
    miss: (n: number) => {
      missing += n;
    },
    replay(t: string): void {
      const event = last.get(t);
      if (!event) throw new Error(`there was no ${t} to replay`);
      dispatch(t, event.d, event.pick);
    },
  };
}
