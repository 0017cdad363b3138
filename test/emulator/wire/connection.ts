import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * What becomes of the bytes of a connection. `pass`: they go through. `delay`: so many ms later, each way. `swallow`: they are taken
 * and not handed on until another way is set, as by a network that loses everything and is mended. `refuse`: the connection is
 * reset. `cut`: what is asked goes through, and the connection is reset in place of the answer.
 */
export type Way = 'pass' | 'swallow' | 'refuse' | 'cut' | { readonly delay: number };

export type Target = { readonly host: string; readonly port: number };

/** Called with bytes on their way to the server: whether the answer to them is to be lost. */
export type Loses = (asked: Buffer) => boolean;

/** One client, and the connection to the server that it is given. */
export function createConnection(client: Socket, target: Target, first: Way, loses: Loses, onCut: () => void) {
  const server = connect({ ...target, allowHalfOpen: true });
  const both = [client, server];
  let way = first;
  let isCutNext = false;

  const reset = () => {
    for (const socket of both) socket.resetAndDestroy();
  };
  const cut = () => {
    reset();
    onCut();
  };

  /** Hands on what comes from one side, in order. */
  function pump(from: Socket, to: Socket, isAnswer: boolean): void {
    let earlier: Promise<unknown> = Promise.resolve();
    let waiting = 0;
    const then = (step: () => unknown) => {
      waiting += 1;
      earlier = earlier.then(step).then(() => {
        waiting -= 1;
        if (waiting === 0 && way !== 'swallow') from.resume();
      });
    };
    from.on('data', (bytes: Buffer) => {
      if (isAnswer && (isCutNext || way === 'cut')) return cut();
      if (!isAnswer && loses(bytes)) isCutNext = true;
      const due = performance.now() + (typeof way === 'object' ? way.delay : 0);
      then(async () => {
        const left = due - performance.now();
        if (left > 0) await delay(left);
        if (!to.destroyed && !to.write(bytes)) {
          from.pause();
          await once(to, 'drain').catch(() => undefined);
        }
      });
    });
    from.on('end', () => then(() => void to.end()));
    from.on('error', () => undefined);
    from.on('close', () => {
      to.destroySoon();
    });
  }

  pump(client, server, false);
  pump(server, client, true);

  return {
    client,
    reset,
    set(next: Way): void {
      way = next;
      if (way === 'refuse') reset();
      else if (way === 'swallow') for (const socket of both) socket.pause();
      else for (const socket of both) socket.resume();
    },
  };
}

export type Connection = ReturnType<typeof createConnection>;
