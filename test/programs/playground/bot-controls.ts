import { z } from 'zod';
import { type BotProcessParts, createBotProcess } from '../demo/bot-process.ts';
import type { BotView } from './wire.ts';

export type BotControls = ReturnType<typeof createBotControls>;

type Parts = Pick<BotProcessParts, 'cwd' | 'settings'> & {
  readonly onChange: (bot: BotView) => void;
  readonly onLine: (line: string) => void;
  /** The number of a process that is about to start. */
  readonly nextNumber: () => number;
};

/** What the log says of who leads. */
const Led = z.object({ msg: z.enum(['this process leads', 'this process leads no longer']) });
const gone = { pid: null, leads: false } as const;

/** One process of the bot behind the page's switches. */
export function createBotControls({ onChange, onLine, nextNumber, ...parts }: Parts) {
  let bot: BotView = { state: 'stopped', pid: null, leads: false, processNumber: 0, note: null };
  const process = createBotProcess({
    ...parts,
    onLine(line) {
      onLine(line);
      const leads = leadIn(line);
      if (leads !== null) become({ leads });
    },
    onUnexpectedEnd: ({ message }) => become({ ...gone, state: 'dead', note: { kind: 'trouble', detail: message } }),
  });
  /** One change after another, however fast somebody clicks. */
  let last: Promise<void> = Promise.resolve();

  function become(change: Partial<BotView>): void {
    bot = { ...bot, ...change };
    onChange(bot);
  }

  const next = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work).catch((error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error);
      become({ ...gone, state: 'dead', note: { kind: 'trouble', detail } });
    });
    return last;
  };

  async function start(): Promise<void> {
    if (bot.state === 'ready') return;
    become({ state: 'starting', leads: false, processNumber: nextNumber(), note: null });
    const pid = await process.start();
    become({ state: 'ready', pid });
  }

  async function stop(): Promise<void> {
    if (bot.state === 'stopped') return;
    const code = await process.stop();
    become({ ...gone, state: 'stopped', note: { kind: 'ended', detail: String(code) } });
  }

  return {
    now: () => bot,
    start: () => next(start),
    /** As `systemctl stop` would. */
    stop: () => next(stop),
    /** As a power cut would. */
    kill: () =>
      next(async () => {
        const { pid } = bot;
        await process.kill();
        become({ ...gone, state: 'dead', note: pid === null ? null : { kind: 'killed', detail: String(pid) } });
      }),
    restart: () =>
      next(async () => {
        await stop();
        await start();
      }),
    killNow: process.killNow,
  };
}

/** Whether a process that has logged this leads from now on; null where the line is about something else. */
function leadIn(line: string): boolean | null {
  if (!line.includes('this process leads')) return null;
  try {
    return Led.parse(JSON.parse(line)).msg === 'this process leads';
  } catch {
    return null;
  }
}
