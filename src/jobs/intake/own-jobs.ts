/**
 * Received jobs that this process takes in, until they are shown or forgotten: for five minutes nobody else looks after them while it lives.
 */
export type OwnJobs = {
  add(id: string): void;
  has(id: string): boolean;
  delete(id: string): void;
  all(): readonly string[];
  /** When this process last tried to show a job, in `monotonic` ms; undefined when it never has. */
  triedAt(id: string): number | undefined;
  /** Does nothing for jobs that it does not look after. */
  tried(id: string, at: number): void;
  /** Whether this process has shown a job, and not merely found it shown by another one. */
  hasShown(id: string): boolean;
  /** Does nothing for jobs that it does not look after. */
  shown(id: string): void;
};

export function createOwnJobs(): OwnJobs {
  const own = new Map<string, { readonly triedAt: number | undefined; readonly isShown: boolean }>();
  const untried = { triedAt: undefined, isShown: false };
  return {
    add: (id) => void own.set(id, own.get(id) ?? untried),
    has: (id) => own.has(id),
    delete: (id) => void own.delete(id),
    all: () => [...own.keys()],
    triedAt: (id) => own.get(id)?.triedAt,
    tried(id, triedAt) {
      const there = own.get(id);
      if (there) own.set(id, { ...there, triedAt });
    },
    hasShown: (id) => own.get(id)?.isShown ?? false,
    shown(id) {
      const there = own.get(id);
      if (there) own.set(id, { ...there, isShown: true });
    },
  };
}
