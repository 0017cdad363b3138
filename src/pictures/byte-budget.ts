/** What the pictures of one piece of work take of the budget. */
export type Share = {
  /** Takes so many more bytes if nobody has to wait for them: whether it did. */
  takeNow(bytes: number): boolean;
  /** Resolves when so many more bytes may be in memory. Rejects with the signal's reason when it is aborted before. */
  take(bytes: number, signal: AbortSignal): Promise<void>;
  /** Gives everything back. */
  end(): void;
};

export type ByteBudget = {
  open(): Share;
  /** How many bytes are taken now. */
  inUse(): number;
};

type Waiting = { readonly share: Share; readonly bytes: number; readonly go: () => void };

/**
 * Keeps the pictures in memory below so many bytes, whoever they are for. A share grows as its picture arrives, so a host
 * that sends nothing takes nothing. When no bytes are left, all shares wait in line, but for one, which may take what it
 * needs until it ends: otherwise they would wait for one another.
 */
export function createByteBudget(total: number): ByteBudget {
  const line: Waiting[] = [];
  let used = 0;
  let favoured: Share | null = null;

  function mayTake(share: Share, bytes: number): boolean {
    if (used + bytes > total) favoured ??= share;
    return used + bytes <= total || favoured === share;
  }

  function serve(): void {
    for (let [next] = line; next && mayTake(next.share, next.bytes); [next] = line) {
      line.shift();
      next.go();
    }
  }

  function open(): Share {
    let held = 0;

    function grant(bytes: number): void {
      used += bytes;
      held += bytes;
    }

    const share: Share = {
      takeNow(wanted) {
        const bytes = Math.min(wanted, total);
        const isFree = favoured === share || (line.length === 0 && mayTake(share, bytes));
        if (isFree) grant(bytes);
        return isFree;
      },
      async take(wanted, signal) {
        signal.throwIfAborted();
        if (share.takeNow(wanted)) return;
        const bytes = Math.min(wanted, total);
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const waiting: Waiting = {
          share,
          bytes,
          go() {
            grant(bytes);
            resolve();
          },
        };
        const leave = () => {
          const at = line.indexOf(waiting);
          if (at >= 0) line.splice(at, 1);
          reject(signal.reason);
          serve();
        };
        line.push(waiting);
        signal.addEventListener('abort', leave, { once: true });
        try {
          await promise;
        } finally {
          signal.removeEventListener('abort', leave);
        }
      },
      end() {
        used -= held;
        held = 0;
        if (favoured === share) favoured = null;
        serve();
      },
    };
    return share;
  }

  return { open, inUse: () => used };
}
