import { type BotControls, createBotControls } from './bot-controls.ts';
import { type BotView, type Which, whiches } from './wire.ts';

type Parts = {
  readonly cwd: string;
  /** The variables that each of them sees. */
  readonly settings: Readonly<Record<Which, Readonly<Record<string, string>>>>;
  readonly onChange: (which: Which, bot: BotView) => void;
};

/** The bot's processes on one store: the first one, and a second one for whoever wants to see the other go on when one dies. */
export function createBotPair({ cwd, settings, onChange }: Parts) {
  const log: string[] = [];
  let lives = 0;
  let leader = 0;

  function controls(which: Which): BotControls {
    return createBotControls({
      cwd,
      settings: settings[which],
      onLine: (line) => void log.push(line),
      nextNumber() {
        lives += 1;
        return lives;
      },
      onChange(bot) {
        if (bot.leads) leader = bot.processNumber;
        onChange(which, bot);
      },
    });
  }
  const pair: Readonly<Record<Which, BotControls>> = { first: controls('first'), second: controls('second') };
  const all = whiches.map((which) => pair[which]);

  return {
    ...pair,
    /** Every line that any of them has logged so far. */
    log,
    /** The number of the process that leads, or led last. */
    leader: () => leader,
    /** Restarts those that run. */
    async restart(): Promise<void> {
      await Promise.all(all.map((bot) => (bot.now().state === 'ready' ? bot.restart() : undefined)));
    },
    async kill(): Promise<void> {
      await Promise.all(all.map((bot) => bot.kill()));
    },
    /** For the moment when nothing can be awaited any more. */
    killNow(): void {
      for (const bot of all) bot.killNow();
    },
  };
}
