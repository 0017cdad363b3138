import type { Dice } from './random.ts';
import { every } from './repeated.ts';

/** Something that happens once in a run. It resolves with what is to be said of it afterwards. */
export type Disaster = () => Promise<string>;

export type Disasters = {
  readonly happened: readonly string[];
  /** Waits for those that have begun. */
  stop(): Promise<void>;
};

/** Lets each happen once, at a random moment between a fifth and half of the run. `progress` is the share that has passed. */
export function createDisasters(dice: Dice, progress: () => number, all: readonly Disaster[]): Disasters {
  const happened: string[] = [];
  const timers = all.map((happen) => {
    const moment = 0.2 + dice.roll() * 0.3;
    let isOver = false;
    return every(
      () => 250,
      async () => {
        if (isOver || progress() < moment) return;
        isOver = true;
        happened.push(await happen());
      },
    );
  });
  return {
    happened,
    async stop() {
      await Promise.all(timers.map((timer) => timer.stop()));
    },
  };
}
