import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { copied, readDockerfile, root } from '../../deploy/dockerfile.ts';

/** The user of the image. */
export const USER = 1000;
/** Whether this process may run others as another user. */
export const isRoot = process.getuid?.() === 0;

const Lockfile = z.object({ packages: z.record(z.string(), z.looseObject({ dev: z.boolean().default(false) })) });

/**
 * Puts what the Dockerfile takes from this folder into an empty one, with those packages that `npm ci --omit=dev` would leave
 * and the Node that runs this. Only the two folders that the image gives its user can be written to. Needs no network.
 */
export function assemble(folder: string): { readonly node: string; readonly data: string; readonly compiled: string } {
  for (const [from, to] of readDockerfile().flatMap(copied)) {
    cpSync(join(root, from), join(folder, to.replace(/^\.\//, '')), { recursive: true });
  }
  for (const name of packages()) cpSync(join(root, name), join(folder, name), { recursive: true });
  const node = join(folder, 'node');
  copyFileSync(process.execPath, node);
  const [data, compiled] = [join(folder, 'data'), join(folder, '.compiled')];
  for (const own of [data, compiled]) {
    mkdirSync(own, { mode: 0o700 });
    if (isRoot) chownSync(own, USER, USER);
  }
  chmodSync(folder, 0o555);
  return { node, data, compiled };
}

/** The folders of the packages that are no development packages and are installed here. */
function packages(): readonly string[] {
  const locked = Lockfile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))).packages;
  return Object.entries(locked)
    .filter(
      ([path, { dev }]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && !dev && existsSync(join(root, path)),
    )
    .map(([path]) => path);
}
