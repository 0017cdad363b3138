import { SetupError, StoreError } from '../domain/failures/errors.ts';
import { type Finding, finding } from '../domain/failures/finding.ts';
import { parseStoreUrl, type ServerAddress, storeName } from '../lib/store-address.ts';
import { lookAtServer } from '../store/backends/backend.ts';
import { refuseOtherNames, storePath } from '../store/backends/store-path.ts';
import { wallClock } from '../store/store.ts';
import { type Disk, nearestFolder, type Place, quickCheck, systemCodeOf, systemDisk } from './disk.ts';

/** With less room than this jobs may soon be lost, and with that little they are, in bytes. */
const [LOW, FULL] = [500_000_000, 50_000_000];
const MEGABYTE = 1_000_000;
/** What other users of the computer may do with a file. */
const OTHERS = 0o077;

/**
 * File systems on which SQLite's locks are not to be trusted (https://www.sqlite.org/faq.html#q5), by the numbers that `statfs`
 * has for them (https://man7.org/linux/man-pages/man2/statfs.2.html).
 */
const networks: ReadonlyMap<number, 'NFS' | 'SMB' | '9p'> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x01021997, '9p'],
]);

/** Whether the store can be used where STORE_URL puts it. `url` is one that `parseStoreUrl` takes. */
export async function storeFindings(
  url: string,
  signal: AbortSignal,
  disk: Disk = systemDisk,
  now: () => number = wallClock.now,
): Promise<readonly Finding[]> {
  const address = parseStoreUrl(url);
  if (address.kind === 'memory') return [finding('storeForgets', {})];
  if (address.kind !== 'sqlite') return serverFindings(address, now);
  try {
    const path = await storePath(address.path);
    const folder = await nearestFolder(path, disk);
    const place = await placeFindings(path, folder, disk);
    if (place.some(({ level }) => level === 'bad')) return place;
    return [...place, ...(await fileFindings(path, folder, disk, signal))];
  } catch (error) {
    signal.throwIfAborted();
    const code = systemCodeOf(error);
    if (code === null) throw error;
    return [finding('storeLocked', { path: address.path, code })];
  }
}

/** Whether a server answers, lets us in, and keeps what it is given. Nothing is written. */
async function serverFindings(address: ServerAddress, now: () => number): Promise<readonly Finding[]> {
  const name = storeName(address);
  try {
    const notes = await lookAtServer(address, now);
    return [finding('storeServes', { name }), ...notes.map((note) => finding('storeNoted', { note }))];
  } catch (error) {
    if (error instanceof SetupError) return [finding('storeRefused', { sentence: error.message })];
    const [said = ''] = (error instanceof Error ? error.message : 'no reason given').split('\n');
    return [finding('storeSilent', { name, detail: said.replace(/\.$/, '') })];
  }
}

/** Whether the place can be written to by us, and whether it is one where a store can lie. */
async function placeFindings(path: string, folder: string, disk: Disk): Promise<readonly Finding[]> {
  const code = await disk.probe(folder);
  if (code !== null) return [locked(folder, await disk.look(folder), code, disk)];
  const file = await disk.look(path);
  if (file && !file.isWritable) return [locked(path, file, 'EACCES', disk)];
  if (file && !file.isFile) return [finding('storeLocked', { path, code: 'EISDIR' })];
  const room = await disk.room(folder);
  const kind = room && networks.get(room.kind);
  if (kind) return [finding('storeOnNetwork', { path: folder, kind })];
  try {
    await refuseOtherNames(path);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [finding('storeRefused', { sentence: error.message })];
  }
  const megabytes = Math.round((room?.free ?? 0) / MEGABYTE);
  if (!room || room.free >= LOW) return [];
  return [finding(room.free < FULL ? 'diskFull' : 'diskLow', { path: folder, megabytes })];
}

/** Why a place cannot be written to: mostly because it belongs to somebody else. */
function locked(path: string, place: Place | null, code: string, { user }: Disk): Finding {
  const isDenied = code === 'EACCES' || code === 'EPERM';
  if (!isDenied || user === null || !place || place.owner === user) return finding('storeLocked', { path, code });
  return finding('storeNotOurs', { path, owner: place.owner, user });
}

/** Whether what lies there is sound, and hidden from others. */
async function fileFindings(
  path: string,
  folder: string,
  disk: Disk,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const file = await disk.look(path);
  if (!file) return [finding('storeNew', { path })];
  const detail = await quickCheck(path, signal);
  if (detail !== null && detail !== 'ok') return [finding('storeDamaged', { path, detail })];
  const free = (await disk.room(folder))?.free ?? 0;
  const fine = finding('storeFine', { path, megabytes: Math.round(free / MEGABYTE), isChecked: detail === 'ok' });
  const isOpen = process.platform !== 'win32' && (file.mode & OTHERS) !== 0;
  return isOpen ? [fine, finding('storeOpenToOthers', { path, mode: file.mode.toString(8) })] : [fine];
}
