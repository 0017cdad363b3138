import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Where } from '../../emulator/relay/faults.ts';
import type { EmulatedRelay } from '../../emulator/relay/server.ts';
import type { Dice } from './random.ts';
import { every, type Rest } from './repeated.ts';

const html = (status: number): Fault => ({
  status,
  body: `<html><head><title>${status}</title></head><body><h1>nginx</h1></body></html>`,
  contentType: 'text/html',
});
const limited = (headers: Record<string, string>): Fault => ({
  status: 429,
  body: JSON.stringify({ error: { message: 'Too many requests', type: 'rate_limit', code: 'rate_limit' } }),
  contentType: 'application/json',
  headers,
});
const broken: Fault = { status: 500, body: JSON.stringify({ message: 'Internal Server Error' }) };
const full: Fault = { code: 23, description: 'Queue is full, try again later' };

/** By place: how likely a request meets a fault at all, and which; those named more often are more likely. */
const faults: Readonly<Record<Where, readonly [number, readonly Fault[]]>> = {
  submit: [
    0.12,
    [
      ...[broken, html(502), limited({ 'retry-after': '1' }), limited({}), full, full],
      ...(['hang', 'hangButCreate', 'reset', 'reset', 'resetButCreate', 'truncate', 'cut'] as const),
      ...(['slowBody', 'empty', 'html200'] as const),
      ...[{ slowBodyMs: 400 }, { delayMs: 600 }],
    ],
  ],
  list: [
    0.2,
    [
      ...[broken, html(502), limited({ 'retry-after': '1' }), limited({}), { slowBodyMs: 300 }],
      ...(['hang', 'reset', 'reset', 'truncate', 'cut', 'empty'] as const),
      { rewrite: (answer) => (Array.isArray(answer) ? answer.filter((_, n) => n % 3 !== 0) : answer) },
      { rewrite: (answer) => (Array.isArray(answer) ? [...answer].reverse() : answer) },
    ],
  ],
  fetch: [0.2, [broken, html(502), limited({}), 'hang', 'reset', 'truncate', 'cut', 'empty', 'html200']],
  recent: [0.3, [broken, html(502), limited({}), 'reset', 'truncate']],
  seed: [0, []],
  picture: [0.08, [broken, html(502), 'reset', 'cut', 'expired', 'forbidden', 'svg', 'slowBody', { delayMs: 500 }]],
  callback: [0.4, ['drop', 'drop', 'duplicate', 'badBody', { delayMs: 700 }]],
};

/** A spell of the same for everybody: what a full or a dying relay is like. */
const spells: readonly (Fault | 'down')[] = [full, full, broken, html(502), limited({}), 'reset', 'down', 'down'];

export type RelayWeather = {
  /** The fault each submission met, in the order of the relay's ledger; null for none. */
  readonly met: readonly (Fault | null)[];
  /** When every connection broke because the relay went down; Unix ms. */
  readonly breaks: readonly number[];
  /** Nobody is there for so many ms, and no fair weather ends that. */
  vanish(ms: number): Promise<void>;
  /** Fair weather from now on. */
  clear(): Promise<void>;
};

/** Lets the relay fail at random: single requests, spells of everything, callbacks that nobody sent. */
export function createRelayWeather(relay: EmulatedRelay, dice: Dice, storm: number): RelayWeather {
  const met: (Fault | null)[] = [];
  const own = new Map<Where, Dice>();
  const diceFor = (where: Where) => {
    const found = own.get(where) ?? dice.fork(where);
    own.set(where, found);
    return found;
  };
  let spell: Fault | null = null;
  let fair = false;
  const breaks: number[] = [];
  let gone = 0;
  let turning = Promise.resolve();

  /** Down and up one after the other: the relay is down while anything wants it to be. */
  function turn(): Promise<void> {
    turning = turning.then(() => relay.down(gone > 0));
    return turning;
  }

  async function vanish(ms: number, rest: Rest): Promise<void> {
    gone += 1;
    breaks.push(Date.now());
    await turn();
    await rest(ms);
    gone -= 1;
    await turn();
  }

  relay.faults.take = (where) => {
    const [likely, kinds] = faults[where];
    const mine = diceFor(where);
    const hit = mine.chance(likely * storm) && kinds.length > 0 ? mine.pick(kinds) : null;
    const fault = fair ? null : ((where === 'submit' ? spell : null) ?? hit);
    if (where === 'submit') met.push(fault);
    return fault ?? undefined;
  };

  const spelling = dice.fork('spells');
  const forging = dice.fork('forging');
  const agents =
    storm === 0
      ? []
      : [
          every(
            () => spelling.between(3_000, 10_000) / storm,
            async (rest) => {
              const next = spelling.pick(spells);
              const ms = spelling.between(300, 2_500);
              if (next === 'down') {
                await vanish(2 * ms, rest);
              } else {
                spell = next;
                await rest(ms);
                spell = null;
              }
            },
          ),
          every(
            () => forging.between(200, 1_500) / storm,
            async () => {
              const tasks = [...relay.tasks.values()].slice(-40);
              if (tasks.length < 2) return;
              const [task, other] = [forging.pick(tasks), forging.pick(tasks)];
              const body = forging.pick([
                { id: task.id, state: other.state, status: 'SUCCESS', imageUrl: 'http://127.0.0.1:1/forged.png' },
                { id: 'nobody', state: other.state, status: 'FAILURE', failReason: 'forged' },
                { id: task.id, state: task.state, status: 'FAILURE' },
                '<html>',
              ]);
              await relay.callback(task.id, { body, times: forging.between(1, 2) }).catch(() => undefined);
            },
          ),
        ];

  return {
    met,
    breaks,
    vanish: (ms) => vanish(ms, delay),
    async clear() {
      fair = true;
      await Promise.all(agents.map((agent) => agent.stop()));
      spell = null;
      await turn();
    },
  };
}
