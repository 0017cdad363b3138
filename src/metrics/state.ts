import { Gauge, type Registry } from 'prom-client';

/** What is asked for at each scrape. Null: not known, or there is no such thing. */
export type State = {
  /** Parts that members depend on, and whether each works. */
  parts(): Readonly<Record<'gateway' | 'store' | 'relay' | 'submissions', boolean>>;
  jobs(): {
    /** Open jobs by their step. */
    readonly steps: Readonly<Record<string, number>>;
    readonly slots: number;
    readonly slotsUsed: number;
    /** How long the first in the queue has waited, in ms; 0 when nobody waits. */
    readonly oldestWaiting: number;
  };
  /** In bytes. */
  storeSize(): Promise<number | null>;
  storeFree(): Promise<number | null>;
  /** Unix ms. */
  lastBackup(): Promise<number | null>;
  /** How many more times Discord lets the bot log in today. */
  loginsRemaining(): number | null;
  /** How far the computer's clock is ahead of Discord's, in ms. */
  clockSkew(): number;
  /** Whether this process moves the jobs on. */
  isLeading(): boolean;
};

/** Registers what is read when somebody asks. */
export function watchState(registry: Registry, state: State): void {
  const gauge = (name: string, help: string, read: () => number | null | Promise<number | null>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const value = await read();
        if (value === null || !Number.isFinite(value)) this.remove();
        else this.set(value);
      },
    });
  const inSeconds = (ms: number | null) => (ms === null ? null : ms / 1000);

  new Gauge({
    name: 'darkroom_up',
    help: 'Whether a part works: the connection to Discord, the store, the relay’s answers, and its taking of jobs.',
    labelNames: ['part'],
    registers: [registry],
    collect() {
      for (const [part, isUp] of Object.entries(state.parts())) this.set({ part }, Number(isUp));
    },
  });
  new Gauge({
    name: 'darkroom_jobs_open',
    help: 'Jobs that have not ended, by their step.',
    labelNames: ['step'],
    registers: [registry],
    collect() {
      for (const [step, count] of Object.entries(state.jobs().steps)) this.set({ step }, count);
    },
  });
  gauge('darkroom_slots', 'How many jobs the relays may work on at once.', () => state.jobs().slots);
  gauge('darkroom_slots_used', 'How many jobs the relays work on.', () => state.jobs().slotsUsed);
  gauge('darkroom_oldest_waiting_seconds', 'How long the first job in the queue has waited.', () =>
    inSeconds(state.jobs().oldestWaiting),
  );
  gauge('darkroom_store_bytes', 'The size of the store.', state.storeSize);
  gauge('darkroom_store_free_bytes', 'What is free on the disk of the store.', state.storeFree);
  gauge('darkroom_backup_timestamp_seconds', 'When the store was backed up last.', async () =>
    inSeconds(await state.lastBackup()),
  );
  gauge('darkroom_logins_remaining', 'How many more times Discord lets the bot log in today.', state.loginsRemaining);
  gauge('darkroom_clock_skew_seconds', 'How far the clock of the computer is ahead of Discord’s.', () =>
    inSeconds(state.clockSkew()),
  );
  gauge('darkroom_leader', 'Whether this process moves the jobs on.', () => Number(state.isLeading()));
}
