import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../deploy/dockerfile.ts';
import { must, TrialEnd } from './command.ts';

/** The programs that build and run an image where there is no Docker, and the Debian packages that have them. */
const tools = {
  buildah: 'buildah',
  podman: 'podman',
  runc: 'runc',
  mmdebstrap: 'mmdebstrap',
} as const;

const MINUTES = 60_000;
const BASE = 'localhost/node:trial';
const CERTIFICATES = '/etc/ssl/certs';

const CONTAINERFILE = `FROM scratch
ADD base.tar /
COPY node /usr/local/bin/node
ADD npm.tgz /usr/local/lib/
RUN ln -s ../lib/package/bin/npm-cli.js /usr/local/bin/npm && useradd -m -u 1000 node
ENV NODE_EXTRA_CA_CERTS=${CERTIFICATES}/ca-certificates.crt
`;

/** Throws TrialEnd where this machine can build no image without Docker. */
export function refuseOtherMachines(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new TrialEnd('Docker does not answer, and without it an image is built only on Debian, as root.');
  }
  const folders = (process.env.PATH ?? '').split(':');
  const missing = Object.entries(tools).filter(([tool]) => !folders.some((folder) => existsSync(join(folder, tool))));
  if (missing.length > 0) {
    const packages = missing.map(([, name]) => name).join(' ');
    throw new TrialEnd(
      `Docker does not answer. Install what stands in for it: apt-get install --no-install-recommends ${packages} catatonit`,
    );
  }
}

/** Builds our image on a base that is made of Debian's packages, this Node and npm, in place of the official one. */
export async function buildWithStandIn(image: string, say: (line: string) => void): Promise<void> {
  const folder = join(root, 'node_modules/.cache/trial-image');
  mkdirSync(folder, { recursive: true });
  const tar = join(folder, 'base.tar');
  if (!existsSync(tar)) {
    say('makes a base of Debian packages, once: a minute or two');
    await must(['mmdebstrap', '--quiet', '--variant=minbase', 'trixie', `${tar}.part.tar`], 10 * MINUTES);
    await must(['mv', `${tar}.part.tar`, tar]);
  }
  copyFileSync(process.execPath, join(folder, 'node'));
  if (!existsSync(join(folder, 'npm.tgz'))) {
    await must(['npm', 'pack', '--silent', 'npm@11'], 2 * MINUTES, folder);
    const packed = readdirSync(folder).find((name) => /^npm-.*\.tgz$/.test(name)) ?? '';
    await must(['mv', join(folder, packed), join(folder, 'npm.tgz')]);
  }
  writeFileSync(join(folder, 'Containerfile'), CONTAINERFILE);
  const build = ['buildah', 'build', '--isolation', 'chroot', '--format', 'docker'];
  await must([...build, '-t', BASE, folder], 10 * MINUTES);
  const npmrc = join(homedir(), '.npmrc');
  const mounts = [`${CERTIFICATES}:${CERTIFICATES}:ro`, ...(existsSync(npmrc) ? [`${npmrc}:/root/.npmrc:ro`] : [])];
  const volumes = mounts.flatMap((mount) => ['-v', mount]);
  await must([...build, '--network', 'host', '--from', BASE, ...volumes, '-t', image, root], 10 * MINUTES);
  rmSync(join(folder, 'node'));
}
