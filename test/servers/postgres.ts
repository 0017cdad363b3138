import { execFileSync, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../emulator/free-port.ts';
import { hasTool } from '../needed-tool.ts';
import type { OnTestFinished } from '../test-end.ts';
import { createChildServer } from './child-server.ts';
import type { Server } from './server.ts';

export type PostgresServer = Server & {
  /** The address of a new and empty database on it. */
  database(): Promise<string>;
  /** What a statement answers in the database of an address, asked past the store. */
  ask(url: string, sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
};

const [USER, PASSWORD] = ['darkroom', 'hunter2'];
/** Where Debian puts each version. */
const VERSIONS = '/usr/lib/postgresql';
const binaries = newestBinaries();

/** Whether PostgreSQL is there. Says what to install where it is not. */
export const hasPostgres = hasTool(join(binaries, 'postgres'), 'postgresql');

function newestBinaries(): string {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((one, other) => Number(other) - Number(one)) : [];
  return join(VERSIONS, versions[0] ?? 'none', 'bin');
}

/** PostgreSQL does not run as root: whom it runs as, where we are. */
function unprivileged(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('There is neither a user postgres nor nobody.');
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Starts a PostgreSQL of Debian's on a free port. `onEnd` is `afterAll` for a server that the tests of a file share, or
 * `onTestFinished`.
 */
export async function startPostgres(onEnd: OnTestFinished): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-postgres-'));
  const user = unprivileged();
  const options: SpawnOptions = { cwd: folder, ...user };
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const data = join(folder, 'data');
  const flags = [`--pgdata=${data}`, `--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  execFileSync(join(binaries, 'initdb'), [...flags, '--encoding=UTF8', '--locale=C', '--no-sync'], {
    ...options,
    stdio: 'ignore',
  });
  const port = await freePort();
  const urlOf = (database: string) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  const url = urlOf('postgres');

  async function ask(where: string, sql: string, values: readonly unknown[] = []) {
    const client = new pg.Client({ connectionString: where, connectionTimeoutMillis: 1000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  const server = createChildServer({
    command: join(binaries, 'postgres'),
    args: ['-D', data, '-p', `${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    options,
    ask: () => ask(url, 'SELECT 1'),
    goodbye: 'SIGINT',
  });
  onEnd(async () => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  await server.start();

  return {
    ...server,
    url,
    port,
    ask,
    async database() {
      const name = `d${randomBytes(6).toString('hex')}`;
      await ask(url, `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
  };
}
