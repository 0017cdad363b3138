import type { Job } from '../../src/domain/job.ts';
import { openStore } from '../../src/store/store.ts';
import { createSnowflakes } from '../emulator/discord/snowflake.ts';
import type { EmulatedRelay } from '../emulator/relay/server.ts';
import { createRig, type Rig } from './rig.ts';
import { alone, compare, type Row } from './row.ts';
import type { Size } from './size.ts';

/** Requests that fill the relay, at once. */
const WRITERS = 25;
/** Longest wait for a start or a round of asking, in ms. */
const PATIENCE = 120_000;
/** Seconds from one round of asking to the next. */
const EVERY = 2;

const program = 'src/index.ts';
const env = { POLL_SECONDS: String(EVERY) };
const relay = { manual: true } as const;

/** What open jobs cost: a process that finds many of them when it starts, against one that finds none. */
export async function measureCarrying({ open }: Size): Promise<Row[]> {
  const idle = await createRig({ program, relay, env, collect: true });
  const [idleMs, idleHeap] = [performance.now() - idle.begun, (await idle.read()).heapMb];
  await idle.close();

  const rig = await createRig({ program, relay, env, collect: true, prepare: (url, relay) => fill(url, relay, open) });
  try {
    const connectedMs = performance.now() - rig.begun;
    const readyMs = Math.max(connectedMs, await resumed(rig, open));
    const perRound = await requestsPerRound(rig);
    const kilobytes = ((await rig.read()).heapMb - idleHeap) * 1024;
    return [
      compare(`start until ${open} open jobs are followed again`, 'ms', [readyMs], 'no open jobs', [idleMs]),
      alone('heap per open job', 'KB', [kilobytes / open]),
      compare(`requests to the relay per round of asking, ${open} open jobs`, '', [perRound], 'one by one', [open]),
    ];
  } finally {
    await rig.close();
  }
}

/** Ms from the start of the process until every open job was asked after. */
async function resumed({ discord, relay, begun }: Rig, open: number): Promise<number> {
  const seen = new Set<string>();
  let read = 0;
  await discord.waitUntil(() => {
    for (const { ids = [] } of relay.requests.slice(read)) for (const id of ids) seen.add(id);
    read = relay.requests.length;
    return seen.size === open;
  }, PATIENCE);
  return (relay.requests.at(-1)?.at ?? 0) - performance.timeOrigin - begun;
}

/** Requests from one listing of a job to its next. */
async function requestsPerRound({ discord, relay }: Rig): Promise<number> {
  const [id = ''] = relay.tasks.keys();
  const listings = () => relay.requests.flatMap(({ ids }, n) => (ids?.includes(id) ? [n] : []));
  await discord.waitUntil(() => listings().length >= 3, PATIENCE);
  const [, second = 0, third = 0] = listings();
  return third - second;
}

/** As an earlier process left it: each job follows a task of the relay. */
async function fill(storeUrl: string, { url, key, tasks }: EmulatedRelay, open: number): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  let left = open;
  const submit = async () => {
    while (left > 0) {
      left -= 1;
      const body = JSON.stringify({ prompt: 'a red fox in the snow', botType: 'MID_JOURNEY' });
      await (await fetch(`${url}/mj/submit/imagine`, { method: 'POST', headers, body })).bytes();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, submit));
  if (tasks.size !== open) throw new Error(`the relay has ${tasks.size} tasks, not ${open}`);

  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const store = await openStore({ url: storeUrl, log });
  const nextId = createSnowflakes();
  for (const taskId of tasks.keys()) await store.jobs.put(following(nextId(), nextId(), taskId));
  await store.close();
}

/** Private and without a token: nothing can be shown of it before its end. */
function following(id: string, messageId: string, taskId: string): Job {
  const now = Date.now();
  const place = { guildId: '100', channelId: '200', messageId };
  return {
    id,
    request: { kind: 'imagine', prompt: 'a red fox in the snow', bot: 'MID_JOURNEY', images: [] },
    text: null,
    requester: { id: '300', name: 'ann', locale: 'en-US' },
    guildId: place.guildId,
    channelId: place.channelId,
    locale: 'en-US',
    private: true,
    reply: null,
    parent: null,
    mates: [],
    claims: [],
    state: id,
    attachmentLimit: 10 * 2 ** 20,
    prompt: 'a red fox in the snow',
    createdAt: now,
    step: 'following',
    place,
    taskId,
    acceptedAt: now,
    modalSent: false,
  };
}
