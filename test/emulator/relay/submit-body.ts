import { z } from 'zod';

/** The body of any submit. Types are as strict as those of the servers themselves; unknown fields pass. */
export const SubmitBody = z.object({
  prompt: z.string().nullish(),
  taskId: z.string().nullish(),
  customId: z.string().nullish(),
  state: z.string().nullish(),
  notifyHook: z.string().nullish(),
  botType: z.string().nullish(),
  base64Array: z.array(z.string()).nullish(),
  base64: z.string().nullish(),
  image: z.string().nullish(),
  dimensions: z.string().nullish(),
  maskBase64: z.string().nullish(),
  action: z.string().nullish(),
  index: z.int().nullish(),
  motion: z.string().nullish(),
  chooseSameChannel: z.boolean().nullish(),
  enableRemix: z.boolean().nullish(),
});

export type SubmitBody = z.output<typeof SubmitBody> & {
  /** From the path, not the body. */
  readonly mode: string | null;
};

/** The bytes of a data URL or bare base64; null when it is neither, or is an address (nothing is ever downloaded here). */
export function bytesOf(text: string): Uint8Array | null {
  const match = /^(?:data:[\w/+.-]+;base64,)?([A-Za-z0-9+/\s]+={0,2})$/.exec(text);
  if (!match?.[1]) return null;
  const bytes = Buffer.from(match[1], 'base64');
  return isPicture(bytes) ? bytes : null;
}

function isPicture(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 12);
  return head.startsWith('\x89PNG') || head.startsWith('\xff\xd8') || head.startsWith('GIF8') || head.endsWith('WEBP');
}
