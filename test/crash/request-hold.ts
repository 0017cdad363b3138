import type { Gate, GatedRequest } from '../emulator/request-gate.ts';

/** A request that is to be held, or is. */
export type Held = {
  /** Resolves when it is there. */
  readonly caught: Promise<GatedRequest>;
  /** Lets it go on. Without this it never does. */
  release(): void;
};

export type Wanted = Partial<GatedRequest> | ((request: GatedRequest) => boolean);

export type Trap = {
  readonly gate: Gate;
  /** Every request so far, oldest first. */
  readonly seen: readonly GatedRequest[];
  /** Holds the next request that fits. */
  hold(wanted: Wanted): Held;
};

/** Stands at the doors of both emulators and holds requests, so that a process can be killed at exactly that moment. */
export function createTrap(): Trap {
  const seen: GatedRequest[] = [];
  const traps = new Set<(request: GatedRequest) => Promise<void> | null>();

  return {
    seen,
    gate(request) {
      seen.push(request);
      for (const trap of traps) {
        const held = trap(request);
        if (held) return held;
      }
      return null;
    },
    hold(wanted) {
      const { promise: caught, resolve: spring } = Promise.withResolvers<GatedRequest>();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const trap = (request: GatedRequest) => {
        if (!fits(request, wanted)) return null;
        traps.delete(trap);
        spring(request);
        return released;
      };
      traps.add(trap);
      return { caught, release };
    },
  };
}

function fits(request: GatedRequest, wanted: Wanted): boolean {
  if (typeof wanted === 'function') return wanted(request);
  const facts: Record<string, unknown> = request;
  return Object.entries(wanted).every(([name, value]) => facts[name] === value);
}
