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
const regret = (status: number, body: object): Fault => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/json',
  create: true,
});
/** Answers that look like refusals although the task was made and charged. */
const regretted = [
  regret(503, { error: { message: 'do request failed: Post "/mj/submit": EOF', type: 'new_api_error', code: '' } }),
  regret(200, { code: 9, description: 'Task queued, but no task id was received', result: null, properties: {} }),
  regret(429, { error: { message: 'Too many requests, the task was already submitted', type: 'upstream_error' } }),
  regret(500, { success: false, code: -1, message: 'persist_midjourney_billing_failed' }),
] as const;
const full: Fault = { code: 23, description: 'Queue is full, try again later' };

/** By place: how likely a request meets a fault at all, and which; those named more often are more likely. */
const faults: Readonly<Record<Where, readonly [number, readonly Fault[]]>> = {
  submit: [
    0.12,
    [
      ...[broken, html(502), limited({ 'retry-after': '1' }), limited({}), full, full],
      ...(['hang', 'hangButCreate', 'reset', 'reset', 'resetButCreate', 'truncate', 'cut'] as const),
      ...(['slowBody', 'empty', 'html200'] as const),
      ...regretted,
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
  question: [0.2, [broken, html(502), limited({}), 'hang', 'reset', 'truncate', 'cut', 'empty', 'html200']],
  recent: [0.3, [broken, html(502), limited({}), 'reset', 'truncate']],
  seed: [0, []],
  cancel: [0.2, [broken, 'reset', { code: 4, description: 'Task status is not IN_PROGRESS' }]],
  picture: [0.08, [broken, html(502), 'reset', 'cut', 'expired', 'forbidden', 'svg', 'slowBody', { delayMs: 500 }]],
  callback: [0.4, ['drop', 'drop', 'duplicate', 'badBody', { delayMs: 700 }]],
};

/** What every submission meets for a while: a full or a dying relay is like this. */
const streaks: readonly (Fault | 'down')[] = [full, full, broken, html(502), limited({}), 'reset', 'down', 'down'];

/** When the relay was down, Unix ms; `to` is infinite while it still is. */
export type Outage = { readonly from: number; to: number };

export type RelayFaults = {
  /** The fault that each submission met, in the order of the relay's records; null for none. */
  readonly faultsMet: readonly (Fault | null)[];
  readonly outages: readonly Outage[];
  /** What the addresses of pictures that met a fault name: a task's id, or the uuid of a film. */
  readonly spoiltPictures: ReadonlySet<string>;
  /** Refuses every connection for so many ms. `clear` does not end that. */
  goDown(ms: number): Promise<void>;
  /** No faults from now on, except an outage that still lasts. */
  clear(): Promise<void>;
};

/** Lets the relay fail at random: single requests, all submissions for a while, and forged callbacks. */
export function injectRelayFaults(relay: EmulatedRelay, dice: Dice, faultRate: number): RelayFaults {
  const faultsMet: (Fault | null)[] = [];
  const own = new Map<Where, Dice>();
  const diceFor = (where: Where) => {
    const found = own.get(where) ?? dice.fork(where);
    own.set(where, found);
    return found;
  };
  let streak: Fault | null = null;
  let cleared = false;
  const outages: Outage[] = [];
  const spoiltPictures = new Set<string>();
  /** How many outages last at the moment. */
  let lasting = 0;
  let switched = Promise.resolve();

  /** Takes the relay down while any outage lasts, one change after the other. */
  function apply(): Promise<void> {
    switched = switched.then(() => relay.down(lasting > 0));
    return switched;
  }

  async function goDown(ms: number, rest: Rest): Promise<void> {
    lasting += 1;
    const outage: Outage = { from: Date.now(), to: Number.POSITIVE_INFINITY };
    outages.push(outage);
    await apply();
    await rest(ms);
    lasting -= 1;
    await apply();
    outage.to = Date.now();
  }

  relay.faults.take = (where, path) => {
    const [likely, kinds] = faults[where];
    const mine = diceFor(where);
    const hit = mine.chance(likely * faultRate) && kinds.length > 0 ? mine.pick(kinds) : null;
    const fault = cleared ? null : ((where === 'submit' ? streak : null) ?? hit);
    if (where === 'submit') faultsMet.push(fault);
    if (where === 'picture' && fault && !path.includes('preview_'))
      for (const part of path.split('/')) spoiltPictures.add(part);
    return fault ?? undefined;
  };

  const streakDice = dice.fork('streaks');
  const forgeryDice = dice.fork('forgeries');
  const timers =
    faultRate === 0
      ? []
      : [
          every(
            () => streakDice.between(3_000, 10_000) / faultRate,
            async (rest) => {
              const next = streakDice.pick(streaks);
              const ms = streakDice.between(300, 2_500);
              if (next === 'down') {
                await goDown(2 * ms, rest);
              } else {
                streak = next;
                await rest(ms);
                streak = null;
              }
            },
          ),
          every(
            () => forgeryDice.between(200, 1_500) / faultRate,
            async () => {
              const tasks = [...relay.tasks.values()].slice(-40);
              if (tasks.length < 2) return;
              const [task, other] = [forgeryDice.pick(tasks), forgeryDice.pick(tasks)];
              const body = forgeryDice.pick([
                { id: task.id, state: other.state, status: 'SUCCESS', imageUrl: 'http://127.0.0.1:1/forged.png' },
                { id: 'nobody', state: other.state, status: 'FAILURE', failReason: 'forged' },
                { id: task.id, state: task.state, status: 'FAILURE' },
                '<html>',
              ]);
              await relay.callback(task.id, { body, times: forgeryDice.between(1, 2) }).catch(() => undefined);
            },
          ),
        ];

  return {
    faultsMet,
    outages,
    spoiltPictures,
    goDown: (ms) => goDown(ms, delay),
    async clear() {
      cleared = true;
      await Promise.all(timers.map((timer) => timer.stop()));
      streak = null;
      await apply();
    },
  };
}
