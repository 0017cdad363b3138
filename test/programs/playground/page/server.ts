import type { FileInput, Gesture, Made, News, StoreView, Turn } from '../wire.ts';

/** Why the server, playing Discord's client, would not do something. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Refusal(answer.error ?? response.statusText);
  return answer;
}

export const make = (gesture: Gesture): Promise<Made> => post('api/gesture', gesture);
export const turn = (wanted: Turn): Promise<object> => post('api/turn', wanted);

export async function readStore(): Promise<StoreView> {
  return (await fetch('api/store')).json();
}

export async function readLog(): Promise<readonly string[]> {
  return (await fetch('api/log')).json();
}

/** Tells everything that happens; after a cut the server begins anew with `hello`. */
export function listen(hear: (news: News) => void, onCut: (isCut: boolean) => void): void {
  const source = new EventSource('api/events');
  source.addEventListener('message', ({ data }) => {
    onCut(false);
    hear(JSON.parse(data));
  });
  source.addEventListener('error', () => onCut(true));
}

export async function packFile(file: File): Promise<FileInput> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { name: file.name, type: file.type || 'application/octet-stream', base64: btoa(text) };
}
