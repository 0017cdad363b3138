import type { NextId } from './snowflake.ts';
import type { Attachment, UploadedFile } from './types.ts';

/** Keeps uploaded bytes and gives them addresses, as cdn.discordapp.com does. `origin` is asked late: the port is not known at first. */
export function createCdn({ nextId, origin }: { nextId: NextId; origin: () => string }) {
  const files = new Map<string, { bytes: Uint8Array<ArrayBuffer>; type: string }>();
  /** Names of files that never arrive, with how often they were asked for. */
  const stalled = new Map<string, number>();

  return {
    put(
      channelId: string,
      file: Omit<UploadedFile, 'index'>,
      description: string | null,
      ephemeral: boolean,
    ): Attachment {
      const id = nextId();
      const filename = file.name.replace(/[^\w.-]/g, '_');
      const path = `/${ephemeral ? 'ephemeral-' : ''}attachments/${channelId}/${id}/${filename}`;
      files.set(path, { bytes: file.bytes, type: file.type });
      return {
        id,
        filename,
        description,
        size: file.bytes.byteLength,
        url: `${origin()}${path}`,
        contentType: file.type,
        ...pixelsOf(file.bytes),
        ephemeral,
      };
    },

    forget(url: string): void {
      files.delete(new URL(url).pathname);
    },

    get(path: string) {
      return files.get(path);
    },

    stalls: {
      /** From now on whoever asks for a file of this name waits for ever. */
      begin: (filename: string) => void stalled.set(filename, 0),
      end: (filename: string) => void stalled.delete(filename),
      /** How often it was asked for in vain. */
      count: (filename: string) => stalled.get(filename) ?? 0,
    },

    /** Whether this file is asked for in vain. */
    neverArrives(path: string): boolean {
      const filename = path.slice(path.lastIndexOf('/') + 1);
      const asked = stalled.get(filename);
      if (asked !== undefined) stalled.set(filename, asked + 1);
      return asked !== undefined;
    },
  };
}

export type Cdn = ReturnType<typeof createCdn>;

/** Read from a PNG's header; Discord knows more formats. */
function pixelsOf(bytes: Uint8Array): { width: number | null; height: number | null } {
  const png = bytes.length >= 24 && bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
  if (!png) return { width: null, height: null };
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
