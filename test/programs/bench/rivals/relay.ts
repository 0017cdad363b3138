import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

const { RELAY_URL = '', RELAY_API_KEY } = process.env;
const headers = { authorization: `Bearer ${RELAY_API_KEY}`, 'content-type': 'application/json' };

/** Asks the relay, over connections that stay open. */
export async function ask<T>(path: string, body?: object): Promise<T> {
  const options = body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers };
  const response = await fetch(`${RELAY_URL}${path}`, options);
  return JSON.parse(await response.text());
}

/** Asks the relay over a connection of its own. */
export async function askAlone<T>(path: string, body: object): Promise<T> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asking = request(`${RELAY_URL}${path}`, { method: 'POST', headers, agent: false }, resolve);
    asking.once('error', reject).end(JSON.stringify(body));
  });
  return JSON.parse(await text(response));
}
