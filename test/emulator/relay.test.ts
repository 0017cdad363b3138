import { once } from 'node:events';
import { createServer } from 'node:http';
import fc from 'fast-check';
import sharp, { type Metadata, type Region } from 'sharp';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createClient } from './relay/client.ts';
import type { ProfileName, RelayOptions } from './relay/options.ts';
import { readPress } from './relay/presses.ts';
import { actionOf } from './relay/profiles/gateway-parser.ts';
import { recorded } from './relay/recorded-answers.ts';
import { createRelay } from './relay/server.ts';

const Images = z.object({ data: z.array(z.object({ url: z.string() })) });

const shutdown: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(shutdown.splice(0).map((close) => close()));
});

async function start(options: RelayOptions = {}) {
  const relay = await createRelay({ taskMs: 20, pictureSize: 256, ...options });
  shutdown.push(relay.close);
  const client = createClient(relay);
  /** Submits and waits for the end. */
  async function develop(endpoint: string, body: object): Promise<string> {
    const id = await client.made(endpoint, body);
    await relay.waitUntil(() => relay.tasks.get(id)?.finishTime !== null);
    return id;
  }
  async function press(taskId: string, pattern: RegExp, more: object = {}): Promise<string> {
    return develop('action', { taskId, customId: await client.button(taskId, pattern), ...more });
  }
  return { relay, client, develop, press };
}

/** A place that collects callbacks. */
async function hook() {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(Buffer.concat(await request.toArray()).toString());
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  shutdown.push(async () => void server.close());
  return { bodies, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook` };
}

const pixels = async (picture: Uint8Array, side: number, cut?: (whole: Metadata) => Region) => {
  const image = sharp(picture);
  if (cut) image.extract(cut(await sharp(picture).metadata()));
  return image.resize(side, side, { fit: 'fill' }).removeAlpha().raw().toBuffer();
};
/** Mean difference per channel, 0 to 255. */
const distance = (a: Buffer, b: Buffer) =>
  a.reduce((sum, value, n) => sum + Math.abs(value - (b[n] ?? 0)), 0) / a.length;
const quarter = (n: number) => (whole: Metadata) => {
  const [width, height] = [whole.width / 2, whole.height / 2];
  return { left: ((n - 1) % 2) * width, top: Math.floor((n - 1) / 2) * height, width, height };
};
const middle = (whole: Metadata) => ({
  left: whole.width / 8,
  top: whole.height / 8,
  width: whole.width / 4,
  height: whole.height / 4,
});
const mean = async (picture: Uint8Array) => (await sharp(picture).stats()).channels.map((channel) => channel.mean);

describe('the gateway', () => {
  test('tells nothing of a task before its first refresh, then numbers and empty strings where others have nulls', async () => {
    const { relay, client } = await start({ manual: true });
    const id = await client.made('imagine', { prompt: 'a red fox', state: 'job-1' });
    expect(await client.task(id)).toMatchObject({ status: '', progress: '0%', startTime: 0, imageUrl: '', state: '' });
    relay.progress(id, 40);
    const [first, second] = [await client.task(id), await client.task(id)];
    expect(first).toMatchObject({
      status: 'IN_PROGRESS',
      progress: '40%',
      buttons: null,
      state: 'job-1',
      failReason: '',
    });
    expect(first.imageUrl).toMatch(new RegExp(`^${relay.url}/mj/image/${id}\\?rand=\\d+$`));
    expect(second.imageUrl).not.toBe(first.imageUrl);
    relay.finish(id);
    const { imageUrl, buttons } = await client.task(id);
    expect(imageUrl).toBe(`${relay.url}/mj/image/${id}`);
    expect(buttons?.map(({ label }) => label)).toEqual(['U1', 'U2', 'U3', 'U4', '', 'V1', 'V2', 'V3', 'V4']);
  });

  test('answers submits as text and refuses in its own shape', async () => {
    const { relay, client } = await start();
    const answer = await client.post('/mj/submit/imagine', { prompt: 'a boat' });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await client.submit('imagine', { prompt: '' })).toEqual({
      http: 400,
      description: 'prompt_is_required ',
      type: 'upstream_error',
      code: 4,
    });
    const customId = 'MJ::JOB::upsample::1::00000000-0000-4000-8000-000000000000';
    expect(await client.submit('action', { taskId: '1', customId })).toMatchObject({ description: 'task_not_found ' });
    expect(await (await client.get('/mj/task/1/fetch')).json()).toMatchObject({
      description: 'task_no_found ',
      code: 4,
    });
    expect(await client.submit('imagine', { prompt: 'x', state: 7 })).toMatchObject({ http: 400 });
    const lost = await client.get('/mj/task/queue');
    expect([lost.status, lost.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([true, false, false, false]);
  });

  test('sells nothing of a kind that has no channel, whatever else is wrong with it', async () => {
    const { relay, client, develop } = await start({ withoutChannel: ['mj_reroll', 'mj_video', 'mj_modal'] });
    const grid = await develop('imagine', { prompt: 'a fox' });
    for (const [endpoint, body, model] of [
      ['action', { taskId: grid, customId: await client.button(grid, /reroll/) }, 'mj_reroll'],
      ['video', {}, 'mj_video'],
      ['modal', { taskId: '1' }, 'mj_modal'],
    ] as const) {
      const answer = await client.post(`/mj/submit/${endpoint}`, body);
      expect([answer.status, await answer.json()]).toEqual([
        503,
        {
          error: {
            message: expect.stringContaining(`对于模型 ${model} 无可用渠道`),
            type: 'new_api_error',
          },
        },
      ]);
    }
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([true, false, false, false]);
  });

  test('pays a failed task back to the account and not to the key, and keeps the row of a task that is forgotten behind it', async () => {
    const { relay, client } = await start({ keyQuota: 3, accountQuota: 1, manual: true });
    const first = await client.made('imagine', { prompt: 'a fox' });
    expect(await client.submit('imagine', { prompt: 'a cat' })).toMatchObject({ description: 'quota_not_enough ' });
    relay.fail(first, 'broken');
    const second = await client.made('imagine', { prompt: 'a cat' });
    const usage = await (await client.get('/v1/dashboard/billing/usage')).json();
    expect(usage).toMatchObject({ total_usage: 200 });
    relay.forgetUpstream(second);
    expect(await client.task(second)).toMatchObject({ status: '', progress: '0%' });
    const charge = (id: string) => ({ content: expect.stringContaining(`操作 IMAGINE，ID ${id}`) });
    const charges = await (await fetch(`${relay.url}/api/log/token?key=${relay.key}`)).json();
    expect(charges).toMatchObject({ success: true, data: [charge(first), charge(second)] });
  });

  test('refuses buttons that its parser does not know, and parents that are not finished', async () => {
    const { relay, client, develop, press } = await start();
    const single = await press(await develop('imagine', { prompt: 'a fox' }), /upsample::2/);
    const customId = await client.button(single, /animate_high/);
    const refused = await client.post('/mj/submit/action', { taskId: single, customId });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain(`unknown_action:${customId}`);
    const { client: slow, relay: other } = await start({ manual: true });
    const open = await slow.made('imagine', { prompt: 'a fox' });
    const early = await slow.submit('action', { taskId: open, customId: customId.replace(/animate.*?::/, 'reroll::') });
    expect(early.description).toBe('task_status_not_success ');
    expect((await fetch(`${relay.url}/mj/submit/action`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(other.submissions.at(-1)).toMatchObject({ taskId: null, billed: false });
  });

  test('keeps code 21 only where a window always opens, and charges the modal instead of the button there', async () => {
    const { relay, client, develop, press } = await start({ remix: true, manual: false });
    const grid = await develop('imagine', { prompt: 'a fox' });
    const remixed = await client.submit('action', {
      taskId: grid,
      customId: await client.button(grid, /variation::1/),
    });
    expect(remixed).toMatchObject({ code: 1, description: 'Waiting for window confirm', properties: { remix: true } });
    expect(relay.submissions.at(-1)?.billed).toBe(true);
    const single = await press(grid, /upsample::1/);
    const zoom = await client.submit('action', { taskId: single, customId: await client.button(single, /CustomZoom/) });
    expect(zoom.code).toBe(21);
    expect(relay.submissions.at(-1)?.billed).toBe(false);
    const modal = await client.submit('modal', { taskId: zoom.result, prompt: 'a fox --zoom 1.5' });
    expect(modal).toMatchObject({ code: 1, result: zoom.result });
    expect(relay.submissions.at(-1)).toMatchObject({ billed: true, endpoint: 'modal', taskId: zoom.result });
  });

  test('adds a second row after a modal, whose end the first row only shows when it comes', async () => {
    const { relay, client } = await start({ manual: true, rowsApartMs: 1_000 });
    const grid = await client.made('imagine', { prompt: 'a fox' });
    relay.finish(grid);
    const single = await client.made('action', { taskId: grid, customId: await client.button(grid, /upsample::1/) });
    relay.finish(single);
    const id = await client.made('action', { taskId: single, customId: await client.button(single, /CustomZoom/) });
    expect(await client.task(id)).toMatchObject({ status: 'MODAL', prompt: 'a fox' });
    await client.submit('modal', { taskId: id, prompt: 'a fox --zoom 2' });
    const statuses = async () => (await client.list([id])).map(({ status }) => status).sort();
    expect(await statuses()).toEqual(['', 'MODAL']);
    relay.progress(id, 50);
    expect(await statuses()).toEqual(['IN_PROGRESS', 'MODAL']);
    expect((await client.task(id)).status).toBe('MODAL');
    relay.finish(id);
    expect(await statuses()).toEqual(['MODAL', 'SUCCESS']);
    expect((await client.get(`/mj/image/${id}`)).status).toBe(500);
    expect((await client.submit('action', { taskId: id, customId: 'MJ::JOB::upsample::1::x' })).description).toBe(
      'task_status_not_success ',
    );
    relay.catchUp(id);
    expect(await client.task(id)).toMatchObject({ status: 'SUCCESS', prompt: 'a fox' });
    expect((await client.list([id])).map(({ prompt }) => prompt).sort()).toEqual(['a fox', 'a fox --zoom 2']);
  });

  test('lags behind its upstream and calls nobody unless told to', async () => {
    const { bodies, url } = await hook();
    // Far longer than the two requests before the look, also on a busy machine.
    const { relay, client } = await start({ lagMs: 1_500, manual: true });
    const id = await client.made('imagine', { prompt: 'a fox', notifyHook: url });
    relay.finish(id);
    expect((await client.task(id)).status).toBe('');
    await vi.waitFor(async () => expect((await client.task(id)).status).toBe('SUCCESS'), 10_000);
    expect(bodies).toEqual([]);
    expect(await relay.callback(id, { times: 2 })).toEqual([200, 200]);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ id, status: 'SUCCESS', state: null });
  });

  test('says 100% of a failure too', async () => {
    const { relay, client } = await start({ manual: true });
    const id = await client.made('imagine', { prompt: 'a fox' });
    relay.fail(id, '[Banned prompt detected] fox');
    expect(await client.task(id)).toMatchObject({
      status: 'FAILURE',
      progress: '100%',
      failReason: '[Banned prompt detected] fox',
    });
    relay.forget(id);
    expect((await client.get(`/mj/task/${id}/fetch`)).status).toBe(400);
    expect(await client.list([id])).toEqual([]);
  });

  test('goes on with a task that was planted as if it had been submitted', async () => {
    const { relay, client } = await start();
    const id = z.string().parse(await relay.plant('imagine', { prompt: 'a fox' }));
    expect(await relay.plant('imagine', {})).toBeNull();
    expect(relay.submissions).toEqual([]);
    await relay.waitUntil(() => relay.tasks.get(id)?.finishTime !== null);
    expect(await client.task(id)).toMatchObject({ id, status: 'SUCCESS', prompt: 'a fox' });
  });
});

describe('the raw relay', () => {
  test('uses nulls, business codes with HTTP 200, and calls hooks on every change', async () => {
    const { bodies, url } = await hook();
    const { relay, client } = await start({ profile: 'raw', manual: true, bannedWords: ['gore'] });
    const id = await client.made('imagine', { prompt: 'a fox', notifyHook: url, state: 's' });
    expect(await client.task(id)).toMatchObject({ status: 'NOT_START', startTime: null, imageUrl: null, buttons: [] });
    relay.progress(id, 0);
    relay.progress(id, 30);
    relay.finish(id);
    await vi.waitFor(() => expect(bodies).toHaveLength(3), 10_000);
    expect(bodies.map((body) => JSON.parse(body).status).sort()).toEqual(['IN_PROGRESS', 'SUBMITTED', 'SUCCESS']);
    expect(await client.submit('imagine', { prompt: 'gore' })).toMatchObject({ http: 200, code: 24, result: null });
    expect(await client.submit('imagine', { prompt: ' ' })).toMatchObject({ http: 200, code: 4 });
    expect(await client.submit('action', { taskId: '1', customId: 'MJ::x' })).toMatchObject({ http: 404, code: 3 });
    expect((await client.get('/mj/task/1/fetch')).status).toBe(204);
    expect(await (await client.get(`/mj/task/${id}/image-seed`)).json()).toMatchObject({ code: 1 });
    expect(await (await client.get('/mj/task/list')).json()).toMatchObject([{ id, state: 's' }]);
  });

  test('takes the key as a bearer, bare, or as a secret of its own', async () => {
    const { relay } = await start({ profile: 'raw' });
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${relay.url}/mj/task/list`, { headers })).status;
    expect(await ask({ authorization: `Bearer ${relay.key}` })).toBe(200);
    expect(await ask({ authorization: relay.key })).toBe(200);
    expect(await ask({ 'mj-api-secret': relay.key })).toBe(200);
    expect(await ask({ authorization: 'Bearer wrong' })).toBe(401);
  });

  test('queues what exceeds its accounts and refuses what exceeds the queue', async () => {
    const { relay, client } = await start({ profile: 'raw', manual: true, concurrency: 1, queueSize: 1 });
    const first = await client.made('imagine', { prompt: 'one' });
    const second = await client.submit('imagine', { prompt: 'two' });
    expect(second).toMatchObject({ code: 22, properties: { numberOfQueues: 1 } });
    expect(await client.submit('imagine', { prompt: 'three' })).toMatchObject({ code: 23, result: null });
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([true, true, false]);
    relay.finish(first);
    expect(await client.submit('imagine', { prompt: 'four' })).toMatchObject({ code: 22 });
    const { client: gateway } = await start({ manual: true, concurrency: 0, queueSize: 1 });
    const answers = [
      await gateway.submit('imagine', { prompt: 'a' }),
      await gateway.submit('imagine', { prompt: 'b' }),
    ];
    expect(answers).toMatchObject([
      { code: 1, properties: { numberOfQueues: 1 } },
      { code: 23, http: 200 },
    ]);
  });

  test('knows what a picture of its own shows when it is to describe it', async () => {
    const { relay, client, develop } = await start({ profile: 'raw' });
    const grid = await client.task(await develop('imagine', { prompt: 'poppies at noon --v 7' }));
    const file = Buffer.from(await (await fetch(grid.imageUrl ?? '')).arrayBuffer());
    const id = await develop('describe', { base64: `data:image/webp;base64,${file.toString('base64')}` });
    const lines = relay.tasks.get(id)?.finalPrompt.split('\n\n') ?? [];
    expect(new Set(lines).size).toBe(4);
    for (const line of lines) expect(line).toMatch(/^.{3} poppies at noon, [a-z ]+ --ar 1:1$/u);
  });

  test('describes, and lets a description be picked through a window or all at once', async () => {
    const { relay, client, develop } = await start({ profile: 'raw' });
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const id = await develop('describe', { base64: `data:image/png;base64,${png.toString('base64')}` });
    expect(relay.tasks.get(id)?.finalPrompt.split('\n\n')).toHaveLength(4);
    const picked = await client.submit('action', { taskId: id, customId: 'MJ::Job::PicReader::2' });
    expect(picked).toMatchObject({ code: 21, properties: { remix: true } });
    const all = await client.submit('action', { taskId: id, customId: 'MJ::Job::PicReader::all' });
    expect(all.result?.split(',')).toHaveLength(4);
    const text = await develop('shorten', { prompt: 'a very long prompt about a fox in the hills' });
    expect(await client.task(text)).toMatchObject({ status: 'SUCCESS', imageUrl: null });
  });
});

test('the synchronous relay answers with the pictures themselves: four for a prompt, one for a button', async () => {
  const { relay, client } = await start({ profile: 'synchronous' });
  const grid = await (await client.post('/mj-fast/mj/submit/imagine', { prompt: 'a red balloon' })).json();
  expect(grid).toMatchObject({ created: expect.any(Number), data: [{}, {}, {}, {}] });
  const body = { taskId: '1', customId: 'MJ::JOB::upsample::2::00000000-0000-4000-8000-000000000000' };
  expect((await client.post('/mj/submit/action', body)).status).toBe(400);
  const single = await client.post('/mj/submit/action', { ...body, chooseSameChannel: true });
  const { data } = Images.parse(await single.json());
  expect(data).toHaveLength(1);
  expect((await fetch(data[0]?.url ?? '')).headers.get('content-type')).toBe('image/png');
  expect(relay.submissions[0]).toMatchObject({ mode: 'mj-fast', path: '/mj-fast/mj/submit/imagine', billed: true });
});

test('every button of every kind of result is one that the grammar knows', async () => {
  const { relay, develop, press } = await start({ profile: 'raw' });
  const grid = await develop('imagine', { prompt: 'a tower --ar 3:2 --v 6.1' });
  const single = await press(grid, /upsample::3/);
  const made = [grid, single, await press(single, /2x_creative/), await press(single, /animate_low/)];
  made.push(await press(made[3] ?? '', /video_virtual_upscale::1/), await press(single, /pan_left/));
  const ids = made.flatMap((id) => relay.tasks.get(id)?.buttons ?? []).flatMap(({ customId }) => customId ?? []);
  expect(ids.length).toBeGreaterThan(40);
  expect(ids.filter((id) => readPress(id) === null)).toEqual([]);
  expect(ids.some((id) => id.includes('upsample_v6r1_2x_subtle'))).toBe(true);
  expect(relay.tasks.get(single)?.buttons.at(-1)).toMatchObject({ label: 'Web', style: 5 });
});

test('no customId, however strange, breaks a parser', () => {
  const part = fc.constantFrom('MJ', 'JOB', 'upsample', 'Inpaint', '1', '', 'SOLO', 'reroll', 'x');
  const strange = fc.oneof(
    fc.string(),
    fc.array(part).map((parts) => parts.join('::')),
  );
  fc.assert(
    fc.property(strange, (customId) => {
      const action = actionOf(customId, false);
      expect(action instanceof Response ? action.ok : action === '').toBe(false);
      expect(readPress(customId)).toBeNull();
    }),
  );
});

test('a scene stays quick to draw after many zooms', async () => {
  const { client, relay, press, develop } = await start();
  let single = await press(await develop('imagine', { prompt: 'a neon city by night' }), /upsample::1/);
  for (let n = 0; n < 8; n++) single = await press(await press(single, /Outpaint::50/), /upsample::1/);
  const before = performance.now();
  expect((await sharp(await client.picture(single)).metadata()).width).toBe(256);
  expect(performance.now() - before).toBeLessThan(5000);
  expect(relay.tasks.size).toBe(18);
});

describe('a fault', () => {
  test('of a raw answer or a code creates nothing and passes', async () => {
    const { relay, client } = await start();
    relay.faults.next('submit', { status: 502, body: '<html>bad gateway</html>', contentType: 'text/html' });
    relay.faults.next('submit', { status: 429, headers: { 'retry-after': '3' } });
    relay.faults.next('submit', { code: 23, description: 'full' });
    relay.faults.next('submit', 'html200');
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await client.post('/mj/submit/imagine', { prompt: 'a fox' }));
    expect(answers.map(({ status }) => status)).toEqual([502, 429, 200, 200, 200]);
    expect(answers[1]?.headers.get('retry-after')).toBe('3');
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([false, false, false, false, true]);
    expect(relay.tasks.size).toBe(1);
  });

  test('may hide a task that exists and is charged', async () => {
    const { relay, client } = await start();
    relay.faults.next('submit', 'resetButCreate');
    relay.faults.next('submit', 'cut');
    relay.faults.next('submit', 'truncate');
    relay.faults.next('submit', { status: 500, create: true });
    relay.faults.next('submit', 'hangButCreate');
    relay.faults.next('submit', 'reset');
    await expect(client.post('/mj/submit/imagine', { prompt: 'a' })).rejects.toThrow();
    await expect(client.submit('imagine', { prompt: 'b' })).rejects.toThrow();
    await expect(client.submit('imagine', { prompt: 'c' })).rejects.toThrow(SyntaxError);
    expect((await client.post('/mj/submit/imagine', { prompt: 'd' })).status).toBe(500);
    const hanging = client.post('/mj/submit/imagine', { prompt: 'e' });
    hanging.catch(() => undefined);
    await relay.waitUntil(() => relay.submissions.at(4)?.billed === true);
    await expect(client.post('/mj/submit/imagine', { prompt: 'f' })).rejects.toThrow();
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([true, true, true, true, true, false]);
    expect(relay.submissions[0]?.taskId).toBe([...relay.tasks.keys()][0]);
    await relay.close();
    await expect(hanging).rejects.toThrow();
  });

  test('of a recorded answer makes a task where the relay would have made one', async () => {
    const { relay, client } = await start();
    relay.faults.next('submit', recorded('a full queue, as a failure'));
    relay.faults.next('submit', recorded('billing not settled'));
    relay.faults.next('submit', { append: '{"code":4}' });
    const answers = [];
    for (let n = 0; n < 3; n++) answers.push(await (await client.post('/mj/submit/imagine', { prompt: 'a' })).text());
    expect(answers).toEqual([
      expect.stringContaining('队列已满'),
      expect.stringContaining('settle_midjourney_billing_failed '),
      expect.stringMatching(/^\{"code":1,.*\}\{"code":4\}$/),
    ]);
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([false, true, true]);
    expect(relay.tasks.size).toBe(2);
  });

  test('of a cancel leaves the task as it is', async () => {
    const { relay, client } = await start({ profile: 'raw', manual: true });
    const id = await client.made('imagine', { prompt: 'a fox' });
    relay.faults.next('cancel', { code: 4, description: '任务状态错误' });
    for (const status of ['NOT_START', 'FAILURE']) {
      await client.post(`/mj/task/${id}/cancel`, {});
      expect(await client.task(id)).toMatchObject({ status });
    }
  });

  test('may rewrite, delay or slow down a good answer until it is cleared', async () => {
    const { relay, client } = await start();
    const id = await client.made('imagine', { prompt: 'a fox' });
    relay.faults.always('list', { rewrite: () => [null, { id }] });
    expect(await (await client.post('/mj/task/list-by-condition', { ids: [id] })).json()).toEqual([null, { id }]);
    relay.faults.clear('list');
    relay.faults.next('list', { slowBodyMs: 40 });
    relay.faults.next('fetch', { delayMs: 5 });
    expect(await client.list([id])).toHaveLength(1);
    expect((await client.task(id)).id).toBe(id);
    expect(relay.requests.filter(({ ids }) => ids?.includes(id))).toHaveLength(2);
  });

  test('of a picture: expired, forbidden, lying, elsewhere or far too large', async () => {
    const { relay, client, develop } = await start();
    const { imageUrl } = await client.task(await develop('imagine', { prompt: 'a fox' }));
    const look = async () => fetch(imageUrl ?? '', { redirect: 'manual' });
    relay.faults.next('picture', 'expired');
    expect(await (await look()).text()).toBe('This content is no longer available.');
    relay.faults.next('picture', 'forbidden');
    expect((await look()).status).toBe(403);
    relay.faults.next('picture', { redirect: 'http://169.254.169.254/' });
    expect((await look()).headers.get('location')).toBe('http://169.254.169.254/');
    relay.faults.next('picture', { oversizedMb: 2 });
    expect((await (await look()).bytes()).length).toBeGreaterThan(2 * 2 ** 20);
    relay.faults.next('picture', { contentType: 'text/plain' });
    expect((await look()).headers.get('content-type')).toBe('text/plain');
    expect((await look()).headers.get('content-type')).toBe('image/webp');
  });

  test('of a picture: another one, which says how long it is, as a CDN does and a gateway that passes it on does not', async () => {
    const lengths = async (profile: ProfileName) => {
      const { relay, client, develop } = await start({ profile });
      const { imageUrl } = await client.task(await develop('imagine', { prompt: 'a fox' }));
      const look = async () => (await fetch(imageUrl ?? '')).headers.get('content-length');
      relay.faults.next('picture', { status: 200, contentType: 'image/webp', body: new Uint8Array(300) });
      return [await look(), await look()];
    };
    expect(await lengths('raw')).toEqual(['300', expect.stringMatching(/^\d{4,}$/)]);
    expect(await lengths('gateway')).toEqual(['300', null]);
  });

  test('of a callback: dropped, doubled or garbled', async () => {
    const { bodies, url } = await hook();
    const { relay, client } = await start({ manual: true, callbacks: true });
    const id = await client.made('imagine', { prompt: 'a fox', notifyHook: url });
    relay.faults.next('callback', 'drop');
    relay.faults.next('callback', 'duplicate');
    relay.faults.next('callback', 'badBody');
    relay.progress(id, 10);
    relay.progress(id, 20);
    relay.finish(id);
    await vi.waitFor(() => expect(bodies).toHaveLength(3), 10_000);
    const readable = bodies.filter((body) => body.endsWith('}'));
    expect(readable.map((body) => JSON.parse(body).progress)).toEqual(['20%', '20%']);
  });

  test('of the whole relay: it refuses connections and is back on the same port', async () => {
    const { relay, client } = await start();
    await relay.down(true);
    await expect(client.get('/mj/task/1/fetch')).rejects.toThrow('fetch failed');
    await relay.down(false);
    expect((await client.get('/mj/task/1/fetch')).status).toBe(400);
  });
});

describe('a picture', () => {
  test('of an upscale is the chosen quarter of its grid, enlarged', async () => {
    const { client, develop, press } = await start();
    const grid = await develop('imagine', { prompt: 'a red fox in the hills' });
    const sheet = await client.picture(grid);
    expect(await sharp(sheet).metadata()).toMatchObject({ width: 256, height: 256, format: 'webp' });
    const single = await client.picture(await press(grid, /upsample::2/));
    expect(await sharp(single).metadata()).toMatchObject({ width: 256, height: 256, format: 'png' });
    const small = await pixels(single, 128);
    const distances = await Promise.all(
      [1, 2, 3, 4].map(async (n) => distance(small, await pixels(sheet, 128, quarter(n)))),
    );
    expect(distances[1]).toBeLessThan(5);
    for (const n of [0, 2, 3]) expect(distances[n]).toBeGreaterThan(10);
  });

  test('of an HD upscale is twice as large', async () => {
    const { client, develop, press } = await start();
    const single = await press(await develop('imagine', { prompt: 'a boat' }), /upsample::1/);
    const large = await client.picture(await press(single, /2x_subtle/));
    expect((await sharp(large).metadata()).width).toBe(512);
    expect(distance(await pixels(large, 128), await pixels(await client.picture(single), 128))).toBeLessThan(4);
  });

  test('of a zoom shows its parent smaller, of a pan beside something new', async () => {
    const { client, develop, press } = await start();
    const single = await press(await develop('imagine', { prompt: 'a blue lighthouse' }), /upsample::1/);
    const before = await client.picture(single);
    const zoomed = await client.picture(await press(single, /Outpaint::50/));
    expect(distance(await pixels(before, 64), await pixels(zoomed, 64, middle))).toBeLessThan(7);
    const panned = await client.picture(await press(single, /pan_right/));
    const { width, height } = await sharp(panned).metadata();
    expect(width / height).toBeCloseTo(1.5, 1);
    const left = { left: 0, top: 0, width: Math.round(width / 3), height: Math.floor(height / 2) };
    expect(distance(await pixels(before, 64), await pixels(panned, 64, () => left))).toBeLessThan(7);
  });

  test('of a variation is nearer to its parent than a stranger is', async () => {
    const { client, develop, press } = await start();
    const grid = await develop('imagine', { prompt: 'a tree' });
    const parent = await pixels(await client.picture(grid), 64, quarter(3));
    const far = distance(parent, await pixels(await client.picture(grid), 64, quarter(2)));
    const varied = await pixels(await client.picture(await press(grid, /variation::3/)), 64, quarter(1));
    expect(distance(parent, varied)).toBeLessThan(far);
    expect(distance(parent, varied)).toBeGreaterThan(2);
  });

  test('of a region edit changes only where the mask is white', async () => {
    const { relay, client, develop, press } = await start();
    const single = await press(await develop('imagine', { prompt: 'a green tree' }), /upsample::1/);
    const id = await client.made('action', { taskId: single, customId: await client.button(single, /Inpaint/) });
    const white = {
      input: { create: { width: 32, height: 64, channels: 3, background: 'white' } },
      left: 32,
      top: 0,
    } as const;
    const canvas = sharp({ create: { width: 64, height: 64, channels: 3, background: 'black' } });
    const mask = (await canvas.composite([white]).png().toBuffer()).toString('base64');
    const maskBase64 = `data:image/png;base64,${mask}`;
    expect(await client.submit('modal', { taskId: id, prompt: 'a red tree' })).toMatchObject({ code: 4 });
    await client.submit('modal', { taskId: id, prompt: 'a red tree', maskBase64 });
    await relay.waitUntil(() => relay.tasks.get(id)?.status === 'SUCCESS');
    relay.catchUp(id);
    const [before, after] = [await client.picture(single), await client.picture(id)];
    const half = (left: number, side: number) => () => ({ left: left * side, top: 0, width: side, height: side * 2 });
    const compare = async (n: number) =>
      distance(await pixels(before, 32, half(n, 128)), await pixels(after, 32, half(n, 64)));
    expect(await compare(0)).toBeLessThan(6);
    expect(await compare(1)).toBeGreaterThan(20);
  });

  test('honours colour words and the aspect ratio, and is the same in every run', async () => {
    const draw = async (prompt: string) => {
      const { relay, develop } = await start();
      const { data } = await relay.picture(await develop('imagine', { prompt }));
      return data;
    };
    const [red, blue] = [await draw('a red fox --ar 16:9'), await draw('a blue fox')];
    const [reds, blues] = [await mean(red), await mean(blue)];
    expect((reds[0] ?? 0) - (reds[2] ?? 0)).toBeGreaterThan(30);
    expect((blues[2] ?? 0) - (blues[0] ?? 0)).toBeGreaterThan(30);
    const { width, height } = await sharp(red).metadata();
    expect(width / height).toBeCloseTo(16 / 9, 1);
    expect(await draw('a blue fox')).toEqual(blue);
  });

  test('of a running task is a blurred preview, of an animation a moving one', async () => {
    const { relay, client } = await start({ manual: true, lenient: true });
    const id = await client.made('imagine', { prompt: 'a fox' });
    relay.progress(id, 30);
    const early = await client.picture(id);
    relay.progress(id, 90);
    const late = await client.picture(id);
    relay.finish(id);
    const done = await pixels(await client.picture(id), 64);
    expect(distance(await pixels(late, 64), done)).toBeLessThan(distance(await pixels(early, 64), done));
    const single = await client.made('action', { taskId: id, customId: await client.button(id, /upsample::1/) });
    relay.finish(single);
    const film = await client.made('action', { taskId: single, customId: await client.button(single, /animate_high/) });
    relay.finish(film);
    expect((await sharp(await client.picture(film), { pages: -1 }).metadata()).pages).toBeGreaterThan(3);
    const { videoUrls } = z
      .object({ videoUrls: z.array(z.object({ url: z.string() })) })
      .parse(await client.task(film));
    const films = await Promise.all(videoUrls.map(async ({ url }) => Buffer.from(await (await fetch(url)).bytes())));
    expect(films.map((bytes) => bytes.toString('latin1', 4, 12))).toEqual(Array(4).fill('ftypisom'));
    expect(films.every((bytes) => bytes.includes('avc1'))).toBe(true);
    expect(new Set(films.map((bytes) => bytes.toString('base64'))).size).toBe(4);
  });
});
