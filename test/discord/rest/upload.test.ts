import { REST } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMakeRequest } from '../../../src/discord/rest/request.ts';
import { messageRequest, type Upload } from '../../../src/discord/rest/upload.ts';
import { direct } from '../../direct.ts';
import { serve } from '../../pictures/server.ts';

type Received = { readonly length: string | undefined; readonly payload: unknown; readonly files: readonly unknown[] };

/** A server that fails so many times before it answers, and keeps what was sent to it. */
async function discord(failures: number) {
  const received: Received[] = [];
  const { url } = await serve(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request, (chunk: Buffer) => chunk));
    const type = request.headers['content-type'] ?? '';
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    const files = [];
    for (const [key, part] of form) {
      if (typeof part === 'string') continue;
      files.push({ key, name: part.name, contentType: part.type, data: Buffer.from(await part.arrayBuffer()) });
    }
    const payload: unknown = JSON.parse(String(form.get('payload_json')));
    received.push({ length: request.headers['content-length'], payload, files });
    const isFailing = received.length <= failures;
    response.writeHead(isFailing ? 502 : 200, { 'content-type': 'application/json' }).end('{}');
  });
  const dispatcher = direct.dispatcher({ allowH2: false });
  const rest = new REST({ api: url, retries: 2, makeRequest: createMakeRequest(dispatcher) });
  const close = async () => {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
    await dispatcher.destroy();
  };
  onTestFinished(close);
  const send = (body: object, files: readonly Upload[]) =>
    rest.post('/channels/1/messages', { ...messageRequest(body, files), auth: false });
  return { received, send };
}

const anyFile = fc.record({
  name: fc.constantFrom('a.png', 'grid of foxes.webp', 'prompt.txt'),
  contentType: fc.constantFrom('image/png', 'image/webp'),
  data: fc.uint8Array({ maxLength: 5_000 }),
});

describe('a message with files', () => {
  it('arrives as it was, whatever is in the files', async () => {
    const { received, send } = await discord(0);
    const property = fc.asyncProperty(
      fc.array(anyFile, { minLength: 1, maxLength: 4 }),
      fc.string(),
      async (all, text) => {
        const files = all.map((file, index) => ({ ...file, key: `files[${index}]` }));
        await send({ content: text }, files);
        const last = received.at(-1);
        expect(last?.payload).toEqual({ content: text });
        expect(last?.files).toEqual(files.map((file) => ({ ...file, data: Buffer.from(file.data) })));
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it('says how long it is, and is sent whole again after Discord failed, however large it is', async () => {
    const { received, send } = await discord(1);
    const data = new Uint8Array(3_000_001).map((_, index) => index % 251);
    await send({ content: 'a fox' }, [{ key: 'files[0]', name: 'a.png', contentType: 'image/png', data }]);
    expect(received).toHaveLength(2);
    for (const { length, files } of received) {
      expect(Number(length)).toBeGreaterThan(data.length);
      expect(files).toEqual([{ key: 'files[0]', name: 'a.png', contentType: 'image/png', data: Buffer.from(data) }]);
    }
  });

  it('is made without a copy of a file', () => {
    const data = new Uint8Array(1_000_000);
    const { body } = messageRequest({}, [{ key: 'files[0]', name: 'a.png', data }]);
    const shared = Array.isArray(body) ? body.filter((piece: Uint8Array) => piece.buffer === data.buffer) : [];
    expect(shared.reduce((sum: number, piece: Uint8Array) => sum + piece.byteLength, 0)).toBe(data.length);
  });
});
