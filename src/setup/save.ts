import { open, realpath, rename, rm, stat } from 'node:fs/promises';

const FILE_MODE = 0o600;

/** Puts a file in the place of another one, for its owner's eyes only. Either all of it is there afterwards, or what was there before. */
export async function save(path: string, text: string): Promise<void> {
  // A link stays one: what it leads to is replaced.
  const target = await realpath(path).catch(() => path);
  const beside = `${target}.${process.pid}.new`;
  try {
    const file = await open(beside, 'wx', FILE_MODE);
    try {
      await file.writeFile(text);
      const owner = await stat(target).catch(() => null);
      // Whoever runs this as root leaves the file to whom it belonged.
      if (owner && owner.uid !== process.getuid?.()) await file.chown(owner.uid, owner.gid);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
