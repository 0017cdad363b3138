import { execFileSync, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { freePort } from '../emulator/free-port.ts';
import { hasTool } from '../needed-tool.ts';
import type { OnTestFinished } from '../test-end.ts';
import { createServerProcess } from './server-process.ts';
import type { TestServer } from './test-server.ts';

export type PostgresServer = TestServer & {
  /** The address of a new and empty database on it. */
  database(): Promise<string>;
  /** Starts it again as a standby, which can only be read. */
  becomeStandby(): Promise<void>;
  /** What a statement answers in the database of an address, asked past the store. */
  ask(url: string, sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
};

const [USER, PASSWORD] = ['darkroom', 'hunter2'];
/** Where Debian puts each version. */
const VERSIONS = '/usr/lib/postgresql';
const binaries = newestBinaries();

/** Whether tests that need a PostgreSQL can run here; where not, a sentence says what is missing. */
export function hasPostgres(): boolean {
  return hasTool(join(binaries, 'postgres'), 'postgresql');
}

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
 * Starts a PostgreSQL on a free port, which stops when the test ends. Tests that run concurrently, and those that share one in
 * `beforeAll`, say when that is.
 */
export async function startPostgres(onEnd: OnTestFinished = onTestFinished): Promise<PostgresServer> {
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

  const args = ['-D', data, '-p', `${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const answers = () =>
    ask(url, 'SELECT 1').then(
      () => true,
      () => false,
    );
  const server = createServerProcess(join(binaries, 'postgres'), args, answers, options);
  onEnd(async () => {
    await server.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await server.start();

  return {
    url,
    port,
    stop: () => server.end('SIGINT'),
    kill: () => server.end('SIGKILL'),
    restart: server.start,
    pause: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    ask,
    async becomeStandby() {
      await server.end('SIGINT');
      writeFileSync(join(data, 'standby.signal'), '');
      await server.start();
    },
    async database() {
      const name = `d${randomBytes(6).toString('hex')}`;
      await ask(url, `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
  };
}
