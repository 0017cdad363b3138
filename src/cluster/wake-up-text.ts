import { z } from 'zod';
import type { WakeUp } from '../domain/ports/cluster.ts';

const WakeUpText = z.union([z.object({ task: z.string(), state: z.string() }), z.object({ job: z.string() })]);

/** A wake-up as it was written by a process, which may be of another version: null for what this one does not know. */
export function readWakeUp(written: unknown): WakeUp | null {
  return WakeUpText.safeParse(written).data ?? null;
}
