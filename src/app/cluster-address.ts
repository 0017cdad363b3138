import { createHash, createHmac } from 'node:crypto';
import type { ClusterAddress } from '../cluster/cluster.ts';
import { parseStoreUrl } from '../lib/store-address.ts';
import { lockPath, presencePath, refuseOtherNames, storePath, wakePath } from '../store/backends/store-path.ts';

/** Where the processes on a store meet. Throws StoreError when others could come to the same file by another name. */
export async function clusterAddress(storeUrl: string): Promise<ClusterAddress> {
  const address = parseStoreUrl(storeUrl);
  if (address.kind !== 'sqlite') return address;
  const path = await storePath(address.path);
  await refuseOtherNames(path);
  return {
    kind: 'sqlite',
    lockFile: lockPath(path),
    wakeFile: wakePath(path),
    presenceFile: (id) => presencePath(path, id),
  };
}

/**
 * The id of the bot that a token is for: its first part
 * (https://docs.discord.com/developers/reference#authentication). Of a text that is no token, a hash.
 */
export function botIn(token: string): string {
  const id = Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString();
  return /^\d{15,22}$/.test(id) ? id : hashOf(token);
}

/**
 * Tells the processes of one bot on one store from all others, and nothing of either: who does not have the token cannot try which
 * password in an address of a store comes to the same.
 */
export function clusterHash(token: string, storeUrl: string): string {
  return createHmac('sha256', token).update(`darkroom cluster 1 ${storeUrl}`).digest('base64url').slice(0, 22);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
