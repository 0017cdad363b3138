import type { WireEvent } from '../../emulator/discord/types.ts';

/** Longest wait for the end of one job, in ms. */
const PATIENCE = 60_000;

/** When the gestures of members were made, answered and had their end, as Discord sees it. Times on `performance.now()`. */
export function createSightings(program: string) {
  const started = new Map<string, number>();
  const answers = new Map<string, { resolve(ms: number): void; reject(error: Error): void }>();
  /** When the message of a gesture got its end, a picture or a refusal with a button. */
  const shown = new Map<string, number>();
  const ends = new Map<string, () => void>();

  function end(id: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${program} showed no end in ${PATIENCE} ms`)), PATIENCE);
      ends.set(id, () => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  return {
    shown,
    notice(event: WireEvent): void {
      const now = performance.now();
      if (event.kind === 'interaction') {
        const { id, failed } = event.interaction;
        if (failed) answers.get(id)?.reject(new Error(`${program} did not answer an interaction in time`));
        else if (!started.has(id)) started.set(id, now);
      } else if (event.kind === 'acknowledged') {
        const { id } = event.interaction;
        answers.get(id)?.resolve(now - (started.get(id) ?? now));
      } else if (event.kind === 'edited') {
        const { interactionId, attachments, components } = event.message;
        if (interactionId === null || shown.has(interactionId) || attachments.length + components.length === 0) return;
        shown.set(interactionId, now);
        ends.get(interactionId)?.();
        ends.delete(interactionId);
      }
    },
    /** Resolves with the ms until the first answer; rejects when the bot did not give one in time. */
    acknowledged: (id: string): Promise<number> =>
      new Promise((resolve, reject) => answers.set(id, { resolve, reject })),
    /** Resolves with the ms until the end of its job could be seen. */
    async ended(id: string): Promise<number> {
      if (!shown.has(id)) await end(id);
      return (shown.get(id) ?? Number.NaN) - (started.get(id) ?? Number.NaN);
    },
  };
}
