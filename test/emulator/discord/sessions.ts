import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';

/** Called whenever an event leaves for a client, with the name of its process. */
export type OnSent = (by: string) => void;

type Event = { readonly op: 0; readonly t: string; readonly s: number; readonly d: unknown };
type Kept = { readonly event: Event; readonly onSent: OnSent };

/** A bot's gateway session. Without a socket it waits to be resumed and keeps what it misses. */
export type Session = {
  readonly id: string;
  /** The process that it belongs to. */
  readonly by: string;
  readonly shard: readonly [number, number];
  seq: number;
  readonly events: Kept[];
  socket: WebSocket | null;
};

const kept = 1000;
const unnoticed = () => undefined;

/** Who is connected, and what each was sent, so that a resume can hand on what was missed. */
export function createSessions({ onlyNewest }: { readonly onlyNewest: () => boolean }) {
  const sessions = new Map<string, Session>();
  let missing = 0;
  const last = new Map<string, { d: unknown; pick: (shards: number) => number }>();

  const send = (socket: WebSocket, by: string, { event, onSent }: Kept): void => {
    socket.send(JSON.stringify(event));
    onSent(by);
  };
  const push = (session: Session, t: string, d: unknown, onSent: OnSent = unnoticed): void => {
    session.seq += 1;
    const next: Kept = { event: { op: 0, t, s: session.seq, d }, onSent };
    session.events.push(next);
    if (session.events.length > kept) session.events.shift();
    if (session.socket) send(session.socket, session.by, next);
  };
  const dispatch = (t: string, d: unknown, pick: (shards: number) => number, onSent: OnSent = unnoticed): void => {
    last.set(t, { d, pick });
    if (missing > 0) {
      missing -= 1;
      return;
    }
    const meant = [...sessions.values()].filter(({ shard: [id, count] }) => pick(count) === id);
    // A connection that is gone counts as long as there is no other one.
    const newest = meant.findLast(({ socket }) => socket !== null) ?? meant.at(-1);
    const served = onlyNewest() ? meant.filter((session) => session === newest) : meant;
    for (const session of served) push(session, t, d, onSent);
  };

  return {
    push,
    dispatch,

    /** A new IDENTIFY of a process for a shard ends its earlier sessions there that nobody holds. */
    open(socket: WebSocket, by: string, shard: readonly [number, number]): Session {
      for (const old of sessions.values())
        if (!old.socket && old.by === by && old.shard[0] === shard[0]) sessions.delete(old.id);
      const session: Session = { id: randomUUID().replaceAll('-', ''), by, shard, seq: 0, events: [], socket };
      sessions.set(session.id, session);
      return session;
    },

    /** Undefined when this session cannot be resumed. */
    resume(socket: WebSocket, id: string, seq: number): Session | undefined {
      const session = sessions.get(id);
      if (!session || seq > session.seq || seq < session.seq - kept) return undefined;
      session.socket?.terminate();
      session.socket = socket;
      for (const one of session.events) if (one.event.s > seq) send(socket, session.by, one);
      push(session, 'RESUMED', { _trace: [] });
      return session;
    },

    leave(session: Session, socket: WebSocket, forGood: boolean): void {
      if (session.socket !== socket) return;
      session.socket = null;
      if (forGood) sessions.delete(session.id);
    },

    forget: (session: Session) => sessions.delete(session.id),
    /** Oldest first, those included that nobody holds and that may be resumed. */
    all: () => [...sessions.values()],
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
