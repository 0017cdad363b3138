import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { DefaultRestOptions } from 'discord.js';
import type { Dispatcher } from 'undici';

/** How discord.js sends one request. */
export type MakeRequest = typeof DefaultRestOptions.makeRequest;

/**
 * Sends discord.js's requests on our own way, as the undici that it carries knows no other that ours could be given to. It does
 * what discord.js's own function does, but takes only texts, bytes and lists of bytes, which is all that we send.
 *
 * An answer may break off unread: discord.js repeats a request after a 5xx without a look at the body, and an error of a stream
 * to which nobody listens would end the process.
 */
export function createMakeRequest(dispatcher: Dispatcher): MakeRequest {
  return async (url, init) => {
    const { origin, pathname, search } = new URL(url);
    const { statusCode, headers, body } = await dispatcher.request({
      origin,
      path: pathname + search,
      method: init.method ?? 'GET',
      headers: Object.fromEntries(Object.entries(init.headers ?? {}).map(([name, value]) => [name, String(value)])),
      body: bodyOf(init.body),
      signal: init.signal ?? null,
    });
    body.on('error', () => {});
    return {
      body,
      arrayBuffer: () => body.arrayBuffer(),
      json: () => body.json(),
      text: () => body.text(),
      get bodyUsed() {
        return body.bodyUsed;
      },
      headers: headersOf(headers),
      status: statusCode,
      statusText: STATUS_CODES[statusCode] ?? '',
      ok: statusCode >= 200 && statusCode < 300,
    };
  };
}

function bodyOf(body: unknown): string | Uint8Array | Readable | null {
  if (body === null || body === undefined) return null;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (isPieces(body)) return Readable.from(body, { objectMode: false });
  throw new TypeError('only texts, bytes and lists of bytes are sent to Discord');
}

function isPieces(body: unknown): body is readonly Uint8Array[] {
  return Array.isArray(body) && body.every((piece) => piece instanceof Uint8Array);
}

function headersOf(fields: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    headers.append(name, String(value ?? ''));
  }
  return headers;
}
