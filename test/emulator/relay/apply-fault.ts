import { empty, html, json } from './answers.ts';
import type { Fault } from './faults.ts';

/** How an answer goes onto the wire. */
export type Transmission =
  | { readonly kind: 'whole' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'slow'; readonly ms: number };

export type Outcome = { readonly response: Response; readonly transmission: Transmission };

const whole: Transmission = { kind: 'whole' };

/** Answers a request with a fault, if there is one. `real` does what was asked; it is not called where nothing may be created. */
export async function applyFault(fault: Fault | undefined, real: () => Promise<Response>): Promise<Outcome> {
  if (fault === undefined) return { response: await real(), transmission: whole };
  if (typeof fault === 'string') return applyNamedFault(fault, real);
  if ('slowBodyMs' in fault) return { response: await real(), transmission: { kind: 'slow', ms: fault.slowBodyMs } };
  if ('append' in fault) {
    const response = await real();
    const text = `${await response.text()}${fault.append}`;
    return {
      response: new Response(text, { status: response.status, headers: response.headers }),
      transmission: whole,
    };
  }
  if ('rewrite' in fault) {
    const response = await real();
    const changed = fault.rewrite(await response.json());
    return {
      response: json(changed, response.status, response.headers.get('content-type') ?? ''),
      transmission: whole,
    };
  }
  if ('redirect' in fault) {
    return {
      response: new Response(null, { status: 302, headers: { location: fault.redirect } }),
      transmission: whole,
    };
  }
  if ('oversizedMb' in fault) return { response: oversized(fault.oversizedMb), transmission: whole };
  if ('delayMs' in fault && fault.delayMs) await new Promise((done) => setTimeout(done, fault.delayMs).unref());
  if ('code' in fault) {
    const { code, description = '', result = null, properties = {}, status = 200 } = fault;
    return { response: json({ code, description, result, properties }, status), transmission: whole };
  }
  if ('status' in fault) {
    if (fault.create) await real();
    const { status, body = '', contentType = 'text/plain; charset=utf-8', headers = {} } = fault;
    const data = typeof body === 'string' ? body : new Uint8Array(body);
    const bare = status === 204 || status === 304 ? null : data;
    // Those who send files say how long they are; who sends texts often does not.
    const length = bare instanceof Uint8Array ? { 'content-length': `${bare.byteLength}` } : {};
    return {
      response: new Response(bare, { status, headers: { 'content-type': contentType, ...length, ...headers } }),
      transmission: whole,
    };
  }
  const response = await real();
  if ('contentType' in fault) response.headers.set('content-type', fault.contentType);
  return { response, transmission: whole };
}

async function applyNamedFault(fault: Extract<Fault, string>, real: () => Promise<Response>): Promise<Outcome> {
  switch (fault) {
    case 'hang':
    case 'reset':
      return { response: empty(), transmission: { kind: fault } };
    case 'hangButCreate':
      return { response: await real(), transmission: { kind: 'hang' } };
    case 'resetButCreate':
      return { response: await real(), transmission: { kind: 'reset' } };
    case 'truncate': {
      const response = await real();
      if (response.body === null) return { response, transmission: whole };
      const data = await response.bytes();
      const half = data.subarray(0, Math.floor(data.length / 2));
      return {
        response: new Response(half, { status: response.status, headers: response.headers }),
        transmission: whole,
      };
    }
    case 'cut':
      return { response: await real(), transmission: { kind: 'cut' } };
    case 'slowBody':
      return { response: await real(), transmission: { kind: 'slow', ms: 2000 } };
    case 'empty':
      return { response: empty(), transmission: whole };
    case 'html200':
      return { response: html(), transmission: whole };
    case 'expired':
      return { response: new Response('This content is no longer available.', { status: 404 }), transmission: whole };
    case 'forbidden':
      return { response: new Response('Forbidden', { status: 403 }), transmission: whole };
    case 'svg': {
      const body = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
      return { response: new Response(body, { headers: { 'content-type': 'image/svg+xml' } }), transmission: whole };
    }
    case 'drop':
    case 'duplicate':
    case 'badBody':
      throw new Error(`${fault} is a fault of callbacks only`);
  }
}

/** Begins like a PNG and goes on for this many megabytes, made piece by piece. */
function oversized(megabytes: number): Response {
  const piece = new Uint8Array(65_536).fill(0x55);
  let left = Math.ceil(megabytes * 16);
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)),
    pull(stream) {
      left -= 1;
      if (left >= 0) stream.enqueue(piece.slice());
      else stream.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'image/png' } });
}
