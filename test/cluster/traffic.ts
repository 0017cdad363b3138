import { setTimeout as delay } from 'node:timers/promises';
import type { Handle } from '../emulator/discord/handle.ts';
import type { Cluster } from './fixture.ts';

/** Gestures that make no job, and that any process answers at once. */
const light = ['help', 'jobs', 'settings'] as const;

export type TrafficOptions = {
  /** Gestures a second. */
  readonly rate: number;
  /** Of how many gestures one is a picture. */
  readonly onePictureIn: number;
  /** How many members take turns. */
  readonly members: number;
};

export type Traffic = {
  /** Every gesture so far, and those of them that ask for a picture. */
  readonly gestures: readonly Handle[];
  readonly pictures: readonly Handle[];
  /** Resolves when each gesture that was made by now is answered or has failed. */
  answered(): Promise<void>;
  /** Makes no more; resolves when each gesture is answered or has failed. Rejects with what a gesture threw. */
  stop(): Promise<void>;
};

/** Members who make gestures one after the other, evenly, until they are told to stop. */
export function startTraffic({ discord }: Pick<Cluster, 'discord'>, options: TrafficOptions): Traffic {
  const { rate, onePictureIn, members } = options;
  const gestures: Handle[] = [];
  const pictures: Handle[] = [];
  const stop = new AbortController();

  async function make(n: number): Promise<void> {
    const member = discord.member(`member ${n % members}`);
    if (n % onePictureIn === 0) {
      const handle = await member.slash('imagine', { prompt: `picture number ${n}` });
      pictures.push(handle);
      gestures.push(handle);
    } else gestures.push(await member.slash(light[n % light.length] ?? 'help'));
  }

  async function run(): Promise<void> {
    const started = performance.now();
    for (let n = 0; !stop.signal.aborted; n += 1) {
      const due = started + (n * 1000) / rate;
      await delay(Math.max(0, due - performance.now()));
      await make(n);
    }
  }

  async function answered(): Promise<void> {
    const isOver = ({ interaction: { acknowledged, failed } }: Handle) => acknowledged !== null || failed;
    const made = [...gestures];
    await discord.waitUntil(() => made.every(isOver), 20_000);
  }

  const running = run();
  running.catch(() => undefined);
  return {
    gestures,
    pictures,
    answered,
    async stop() {
      stop.abort();
      await running;
      await answered();
    },
  };
}
