import type { News } from './wire.ts';

export type Listener = (news: News) => void;
export type Hub = ReturnType<typeof createHub>;

/** Passes news on to every open page. */
export function createHub() {
  const listeners = new Set<Listener>();
  return {
    tell(news: News): void {
      for (const listener of listeners) listener(news);
    },
    /** Answers with the way to stop listening. */
    listen(listener: Listener): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
