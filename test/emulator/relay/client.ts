import { z } from 'zod';
import type { EmulatedRelay } from './server.ts';

const Shown = z.looseObject({
  id: z.string(),
  status: z.string(),
  progress: z.string(),
  prompt: z.string().nullable(),
  imageUrl: z.string().nullable(),
  buttons: z.array(z.looseObject({ customId: z.string().optional(), label: z.string() })).nullable(),
});

const Answer = z.looseObject({
  code: z.int(),
  description: z.string(),
  result: z.string().nullish(),
  properties: z.record(z.string(), z.unknown()).nullish(),
});

/** Speaks to the emulator as plainly as possible, for its own tests. */
export function createClient(relay: Pick<EmulatedRelay, 'url' | 'key'>) {
  const headers = { authorization: `Bearer ${relay.key}`, 'content-type': 'application/json' };
  const post = (path: string, body: unknown) =>
    fetch(`${relay.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const get = (path: string) => fetch(`${relay.url}${path}`, { headers });

  async function submit(endpoint: string, body: unknown) {
    const response = await post(`/mj/submit/${endpoint}`, body);
    return { http: response.status, ...Answer.parse(await response.json()) };
  }

  const task = async (id: string) => Shown.parse(await (await get(`/mj/task/${id}/fetch`)).json());

  return {
    post,
    get,
    submit,
    task,
    /** The id of the new task. */
    async made(endpoint: string, body: unknown): Promise<string> {
      const { result } = await submit(endpoint, body);
      return z.string().min(1).parse(result);
    },
    list: async (ids: readonly string[]) =>
      z.array(Shown).parse(await (await post('/mj/task/list-by-condition', { ids })).json()),
    /** The customId of the first button whose id matches. */
    async button(id: string, pattern: RegExp): Promise<string> {
      const { buttons } = await task(id);
      const found = buttons?.find(({ customId }) => customId !== undefined && pattern.test(customId));
      return z.string().parse(found?.customId);
    },
    /** The finished picture, over the wire. */
    async picture(id: string): Promise<Uint8Array> {
      const response = await fetch(z.string().parse((await task(id)).imageUrl));
      return response.bytes();
    },
  };
}
