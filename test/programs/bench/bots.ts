import { type BotProcess, type ProcessOptions, startProcess } from './bot-process.ts';
import { type Reading, together } from './reading.ts';

/** The processes of one bot, which share a store: one at first. */
export function createBots(options: ProcessOptions) {
  const processes: BotProcess[] = [startProcess(options)];

  /** Only one process can be asked for its heap. */
  function first(): BotProcess {
    const [one] = processes;
    if (!one) throw new Error('there is no process');
    return one;
  }

  return {
    /** One more of them. */
    add(): BotProcess {
      const one = startProcess(options);
      processes.push(one);
      return one;
    },
    /** What all of them take together. Starts a new period for the event loop's delay. */
    read: async (): Promise<Reading> => together(await Promise.all(processes.map((one) => one.read()))),
    heap: () => first().heap(),
    flush: () => first().flush(),
    /** The n-th process dies without a word, and another one is started in its place at once, as by a supervisor. */
    async replace(n: number): Promise<void> {
      await processes[n]?.kill();
      processes[n] = startProcess(options);
    },
    async stop(): Promise<void> {
      await Promise.all(processes.map((one) => one.stop()));
    },
  };
}
