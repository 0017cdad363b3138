import type { Gate, Passage } from '../emulator/passage.ts';

/** A request that is to be held, or is. */
export type Held = {
  /** Resolves when it is there. */
  readonly caught: Promise<Passage>;
  /** Lets it go on. Without this it never does. */
  release(): void;
};

export type Wanted = Partial<Passage> | ((passage: Passage) => boolean);

export type Trap = {
  readonly gate: Gate;
  /** Every passage so far, oldest first. */
  readonly passages: readonly Passage[];
  /** Holds the next passage that fits. */
  hold(wanted: Wanted): Held;
};

/** Stands at the doors of both emulators and holds requests, so that a process can be killed at exactly that moment. */
export function createTrap(): Trap {
  const passages: Passage[] = [];
  const traps = new Set<(passage: Passage) => Promise<void> | null>();

  return {
    passages,
    gate(passage) {
      passages.push(passage);
      for (const trap of traps) {
        const held = trap(passage);
        if (held) return held;
      }
      return null;
    },
    hold(wanted) {
      const { promise: caught, resolve: spring } = Promise.withResolvers<Passage>();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const trap = (passage: Passage) => {
        if (!fits(passage, wanted)) return null;
        traps.delete(trap);
        spring(passage);
        return released;
      };
      traps.add(trap);
      return { caught, release };
    },
  };
}

function fits(passage: Passage, wanted: Wanted): boolean {
  if (typeof wanted === 'function') return wanted(passage);
  const facts: Record<string, unknown> = passage;
  return Object.entries(wanted).every(([name, value]) => facts[name] === value);
}
