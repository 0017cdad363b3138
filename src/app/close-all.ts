import type { Log } from '../domain/ports/log.ts';

/** Closes everything in the reverse order of its opening. A part that fails to close is logged and keeps no other one open. */
export async function closeAll(opened: AsyncDisposableStack, log: Log): Promise<void> {
  try {
    await opened.disposeAsync();
  } catch (failure) {
    for (const error of failures(failure)) log.warn({ error }, 'a part did not stop cleanly');
  }
}

/** The failures that a stack reports as one, in their order: each later one is said to have suppressed those before it. */
function failures(failure: unknown): readonly unknown[] {
  return failure instanceof SuppressedError ? [...failures(failure.suppressed), failure.error] : [failure];
}
