import type { Dice } from './random.ts';
import { every } from './repeated.ts';

/** What happens once in a run, and what is to be said of it afterwards. */
export type Disaster = () => Promise<string>;

export type Disasters = {
  readonly happened: readonly string[];
  /** What has begun comes to its end first. */
  stop(): Promise<void>;
};

/** Lets each happen once, at a moment of chance between a fifth and half of the way. */
export function createDisasters(dice: Dice, progress: () => number, all: readonly Disaster[]): Disasters {
  const happened: string[] = [];
  const agents = all.map((strike) => {
    const moment = 0.2 + dice.roll() * 0.3;
    let isOver = false;
    return every(
      () => 250,
      async () => {
        if (isOver || progress() < moment) return;
        isOver = true;
        happened.push(await strike());
      },
    );
  });
  return {
    happened,
    async stop() {
      await Promise.all(agents.map((agent) => agent.stop()));
    },
  };
}
