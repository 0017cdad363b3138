import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createKeyErasure } from '../../../src/app/server-keys.ts';
import { StoreError } from '../../../src/domain/failures/errors.ts';
import { sampleClock } from '../../sample-clock.ts';
import { tool } from '../archive/tool.ts';
import { receivedJob, silentLog } from '../sample-records.ts';
import { storeFile } from '../store-file.ts';
import { openTestStore, sqliteUrl, temporaryFolder } from '../test-store.ts';

const SERVER = '1101010101010101010';
const OTHER = '2202020202020202020';
const brought = { host: 'api.example.org', key: 'sk-key-of-a-server', by: '3', at: 7 };
const kept = { ...brought, removedAt: null };
const unreadable = { ...kept, key: null };
const secret = () => randomBytes(32).toString('base64');
const [first, second] = [secret(), secret()];

/** A log that keeps all it is told. */
function createLines() {
  const lines: string[] = [];
  const add = (facts: object, message: string) => void lines.push(JSON.stringify({ ...facts, message }));
  return { lines, log: { debug: add, info: add, warn: add, error: add } };
}

/** A store in which a server's key was kept with these. */
async function storeWith(secretsKeys: readonly string[]): Promise<string> {
  const url = sqliteUrl();
  const store = await openTestStore({ url, secretsKeys });
  await store.keys.put(SERVER, brought);
  await store.close();
  return url;
}

test.each([
  ['none', []],
  ['another', [second]],
])(
  'with %s in place of the SECRETS_KEY the store opens, all else works, and a key is there but cannot be read',
  async (_, secretsKeys) => {
    const url = await storeWith([first]);
    const { lines, log } = createLines();
    const store = await openTestStore({ url, secretsKeys, log });
    expect(await store.keys.get(SERVER)).toEqual(unreadable);
    expect(await store.keys.list()).toEqual([{ guildId: SERVER, removedAt: null }]);
    expect(await store.jobs.add(receivedJob('10'))).toBe(true);
    await store.sweep();
    expect(lines).toEqual([expect.stringMatching(/"servers":\["1101010101010101010"\].*cannot be read/)]);
    await store.keys.remove(SERVER, 9);
    expect(await store.keys.get(SERVER)).toEqual({ ...unreadable, removedAt: 9 });
    await store.keys.erase(SERVER);
    expect(await store.keys.get(SERVER)).toBeNull();
  },
);

test('keys can be kept where there is a SECRETS_KEY, and nowhere else', async () => {
  const url = sqliteUrl();
  const without = await openTestStore({ url });
  expect(without.keys.canKeep).toBe(false);
  await expect(without.keys.put(SERVER, brought)).rejects.toThrow(StoreError);
  expect(await without.keys.get(SERVER)).toBeNull();
  expect((await openTestStore({ url, secretsKeys: [first] })).keys.canKeep).toBe(true);
});

test('a new SECRETS_KEY in front of the old one reads all, encrypts all anew within the hour, and then the old one can go', async () => {
  const url = await storeWith([first]);
  const { lines, log } = createLines();
  const both = await openTestStore({ url, secretsKeys: [second, first], log });
  expect(await both.keys.get(SERVER)).toEqual(kept);
  await both.keys.put(OTHER, brought);
  await both.keys.remove(OTHER, 8);
  expect(await (await openTestStore({ url, secretsKeys: [second] })).keys.get(SERVER)).toEqual(unreadable);
  await both.sweep();
  await both.sweep();
  expect(lines).toEqual([expect.stringMatching(/"servers":1,.*encrypted with the first SECRETS_KEY now/)]);
  const after = await openTestStore({ url, secretsKeys: [second] });
  expect(await after.keys.get(SERVER)).toEqual(kept);
  expect(await after.keys.get(OTHER)).toEqual({ ...kept, removedAt: 8 });
});

test('a key that somebody moves to another server, or points to another host, cannot be read', async () => {
  const url = await storeWith([first]);
  const file = storeFile(url);
  const row = file.textOf('keys', SERVER) ?? '';
  file.putRow('keys', OTHER, row);
  file.putRow('keys', SERVER, row.replace('api.example.org', 'bad.example.org'));
  const { keys } = await openTestStore({ url, secretsKeys: [first] });
  expect(await keys.get(OTHER)).toEqual(unreadable);
  expect(await keys.get(SERVER)).toEqual({ ...unreadable, host: 'bad.example.org' });
});

test('a damaged record is never taken for none, holds up no other, and can be brought again', async () => {
  const url = await storeWith([first]);
  storeFile(url).putRow('keys', SERVER, '{"value":{"v":1,"data":{}}}');
  const store = await openTestStore({ url, secretsKeys: [second, first] });
  await store.keys.put(OTHER, brought);
  await expect(store.keys.get(SERVER)).rejects.toThrow(StoreError);
  await expect(store.keys.remove(SERVER, 9)).rejects.toThrow(StoreError);
  await store.sweep();
  expect(await store.keys.get(OTHER)).toEqual(kept);
  await store.keys.put(SERVER, brought);
  expect(await store.keys.get(SERVER)).toEqual(kept);
});

test('a damaged key, whose server may be using it, stops no erasure of others', async () => {
  const url = await storeWith([first]);
  storeFile(url).putRow('keys', SERVER, '{"value":{"v":1,"data":{}}}');
  const { keys } = await openTestStore({ url, secretsKeys: [first] });
  await keys.put(OTHER, brought);
  await keys.remove(OTHER, 9);
  await createKeyErasure(keys, { hasJobsPaidBy: () => false }, sampleClock())();
  expect(await keys.list()).toEqual([{ guildId: SERVER, removedAt: null }]);
  await expect(keys.get(SERVER)).rejects.toThrow(StoreError);
});

test('a key that is brought again just before the removed one is erased stays', async () => {
  const { keys } = await openTestStore({ url: await storeWith([first]), secretsKeys: [first] });
  await keys.remove(SERVER, 8);
  let broughtAgain = Promise.resolve();
  const engine = {
    hasJobsPaidBy() {
      broughtAgain = keys.put(SERVER, { ...brought, at: 9 });
      return false;
    },
  };
  await createKeyErasure(keys, engine, sampleClock())();
  await broughtAgain;
  expect(await keys.get(SERVER)).toEqual({ ...kept, at: 9 });
});

test('no key is in the store, in its backup, in an export or in the log, and both copies bring it back with the SECRETS_KEY', async () => {
  const { lines, log } = createLines();
  const url = sqliteUrl();
  const store = await openTestStore({ url, secretsKeys: [second, first], log });
  await store.keys.put(SERVER, brought);
  await store.keys.get(SERVER);
  await store.sweep();
  await store.close();
  const folder = temporaryFolder();
  const [backup, exported, to] = [join(folder, 'backup.sqlite'), join(folder, 'copy.jsonl'), sqliteUrl()];
  expect((await tool(url, 'check')).said).toMatch(/^keys: 1$/m);
  expect((await tool(url, 'backup', backup)).code).toBe(0);
  expect((await tool(url, 'export', exported)).code).toBe(0);
  for (const bytes of [readFileSync(storeFile(url).path), readFileSync(backup), readFileSync(exported)]) {
    for (const word of [brought.key, first, second]) {
      expect(bytes.includes(word)).toBe(false);
      expect(bytes.includes(Buffer.from(word).toString('base64').slice(0, 20))).toBe(false);
    }
  }
  expect(lines.join('\n')).not.toContain(brought.key);
  expect((await tool(to, 'import', exported)).code).toBe(0);
  for (const copy of [to, `sqlite:${backup}`]) {
    expect(await (await openTestStore({ url: copy, secretsKeys: [second] })).keys.get(SERVER)).toEqual(kept);
    expect(await (await openTestStore({ url: copy })).keys.get(SERVER)).toEqual(unreadable);
  }
});

test('an older export brings no removed key back, and takes the place of no newer one', async () => {
  const [from, removed, newer, file] = [sqliteUrl(), sqliteUrl(), sqliteUrl(), join(temporaryFolder(), 'copy.jsonl')];
  const secretsKeys = [first];
  for (const [url, at] of [
    [from, 7],
    [removed, 7],
    [newer, 8],
  ] as const) {
    const store = await openTestStore({ url, secretsKeys });
    await store.keys.put(SERVER, { ...brought, at });
    if (url === removed) await store.keys.remove(SERVER, 9);
    await store.close();
  }
  await tool(from, 'export', file);
  for (const url of [removed, newer]) expect((await tool(url, 'import', file, '--merge')).code).toBe(0);
  expect(await (await openTestStore({ url: removed, secretsKeys })).keys.get(SERVER)).toEqual({
    ...kept,
    removedAt: 9,
  });
  expect(await (await openTestStore({ url: newer, secretsKeys })).keys.get(SERVER)).toEqual({ ...kept, at: 8 });
});

test('a manager’s data tells that they have brought a key and not which, and once it is erased nobody knows who it was', async () => {
  const url = await storeWith([first]);
  const clock = sampleClock(() => 20);
  const store = await openTestStore({ url, secretsKeys: [first], clock, log: silentLog });
  const data = await store.personalData('3', 1e6);
  expect(data.keysBrought).toEqual([{ guildId: SERVER, host: brought.host, at: 7 }]);
  const row = storeFile(url).textOf('keys', SERVER) ?? '';
  for (const secretly of [brought.key, /"sealed":"([^"]+)"/.exec(row)?.[1] ?? 'sealed']) {
    expect(JSON.stringify(data)).not.toContain(secretly);
  }
  await store.erasures.request('3');
  await store.erasures.work();
  expect(await store.keys.get(SERVER)).toEqual({ ...kept, by: '0' });
  expect((await store.personalData('3', 1e6)).keysBrought).toEqual([]);
});
