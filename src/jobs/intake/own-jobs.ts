/**
 * Received jobs that this process takes in, until they are shown or forgotten: nobody else looks after them while it lives.
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
};

export function createOwnJobs(): OwnJobs {
  const own = new Map<string, number | undefined>();
  return {
    add: (id) => void own.set(id, own.get(id)),
    has: (id) => own.has(id),
    delete: (id) => void own.delete(id),
    all: () => [...own.keys()],
    triedAt: (id) => own.get(id),
    tried(id, at) {
      if (own.has(id)) own.set(id, at);
    },
  };
}
