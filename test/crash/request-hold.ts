import type { HoldRequest, RequestMoment } from '../emulator/hold-request.ts';

/** A request that is to be held, or is. */
export type Held = {
  /** Resolves when it is there. */
  readonly caught: Promise<RequestMoment>;
  /** Lets it go on. Without this it never does. */
  release(): void;
  /** Holds nothing any more that has not been caught. */
  forgo(): void;
};

export type Wanted = Partial<RequestMoment> | ((request: RequestMoment) => boolean);

export type RequestHolds = {
  readonly holdRequest: HoldRequest;
  /** Every request so far, once per moment, oldest first. */
  readonly seen: readonly RequestMoment[];
  /** Holds the next request that fits. */
  hold(wanted: Wanted): Held;
};

/** Watches both emulators' gates and holds requests there, so that a process can be killed at exactly that moment. */
export function createRequestHolds(): RequestHolds {
  const seen: RequestMoment[] = [];
  const holds = new Set<(request: RequestMoment) => Promise<void> | null>();

  return {
    seen,
    holdRequest(request) {
      seen.push(request);
      for (const hold of holds) {
        const held = hold(request);
        if (held) return held;
      }
      return null;
    },
    hold(wanted) {
      const { promise: caught, resolve: report } = Promise.withResolvers<RequestMoment>();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const hold = (request: RequestMoment) => {
        if (!fits(request, wanted)) return null;
        holds.delete(hold);
        report(request);
        return released;
      };
      holds.add(hold);
      return { caught, release, forgo: () => void holds.delete(hold) };
    },
  };
}

function fits(request: RequestMoment, wanted: Wanted): boolean {
  if (typeof wanted === 'function') return wanted(request);
  const facts: Record<string, unknown> = request;
  return Object.entries(wanted).every(([name, value]) => facts[name] === value);
}
