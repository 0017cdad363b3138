import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A certificate for some names or addresses and its key, as PEM. It has signed itself, so that `cert` is all that a client has to trust. */
export type Certificate = { readonly cert: string; readonly key: string };

/** Makes a certificate with `openssl`, good for a day. */
export async function createCertificate(names: readonly string[]): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-certificate-'));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  try {
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
      ...['-subj', '/CN=Darkroom test', '-addext', `subjectAltName=${names.map(entryOf).join(',')}`],
      ...['-keyout', keyFile, '-out', certFile],
    ]);
    return { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function entryOf(name: string): string {
  return isIP(name) === 0 ? `DNS:${name}` : `IP:${name}`;
}
