import { type BotProcessParts, createBotProcess } from '../demo/bot-process.ts';
import type { BotView } from './wire.ts';

export type BotControls = ReturnType<typeof createBotControls>;

type Parts = Omit<BotProcessParts, 'onUnexpectedEnd'> & { readonly onChange: (bot: BotView) => void };

/** The bot's process behind the page's switches. */
export function createBotControls({ onChange, ...parts }: Parts) {
  let bot: BotView = { state: 'stopped', pid: null, processNumber: 0, note: null };
  const process = createBotProcess({
    ...parts,
    onUnexpectedEnd: ({ message }) => become({ state: 'dead', pid: null, note: { kind: 'trouble', detail: message } }),
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
      become({ state: 'dead', pid: null, note: { kind: 'trouble', detail } });
    });
    return last;
  };

  async function start(): Promise<void> {
    if (bot.state === 'ready') return;
    become({ state: 'starting', processNumber: bot.processNumber + 1, note: null });
    const pid = await process.start();
    become({ state: 'ready', pid });
  }

  async function stop(): Promise<void> {
    const code = await process.stop();
    become({ state: 'stopped', pid: null, note: { kind: 'ended', detail: String(code) } });
  }

  return {
    now: () => bot,
    log: process.log,
    start: () => next(start),
    /** As `systemctl stop` would. */
    stop: () => next(stop),
    /** As a power cut would. */
    kill: () =>
      next(async () => {
        const { pid } = bot;
        await process.kill();
        become({ state: 'dead', pid: null, note: pid === null ? null : { kind: 'killed', detail: String(pid) } });
      }),
    restart: () =>
      next(async () => {
        await stop();
        await start();
      }),
    killNow: process.killNow,
  };
}
