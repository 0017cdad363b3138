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
    /** How many there are. */
    count: () => processes.length,
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
    /** A process that has ended, or is not wanted any more. */
    async remove(one: BotProcess): Promise<void> {
      processes.splice(processes.indexOf(one), 1);
      await one.kill();
    },
    async stop(): Promise<void> {
      await Promise.all(processes.map((one) => one.stop()));
    },
  };
}
