import type { Relay } from '../domain/ports/relay.ts';
import type { Leader } from './leader.ts';
import type { Looking } from './looking.ts';
import type { Relays } from './relays.ts';

/** How this process gets on with the relays. */
export type RelayContact = {
  /**
   * Whether jobs wait because a relay is in trouble; without a name, because all are that the people who run the bot have set up for new
   * jobs. The trouble of a server's own relay is that server's. False where this process does not lead.
   */
  isTroubled(relay?: string): boolean;
  /** Whether the jobs of single members wait, because their own submissions to the operator's relays went unanswered. */
  holdsMembers(): boolean;
  /** Why a relay gets no jobs, as it does not let us look at tasks; null while it does. */
  lookRefusal(relay: string): ReturnType<Looking['refusal']>;
  /** A relay by its name, which may be a server's own; null where none is set up. Rejects with StoreError. */
  relay(name: string): Promise<Relay | null>;
  /** Asks all relays whether they let us look at tasks. Never rejects. */
  look(): Promise<void>;
  /** Takes what came of a listing of a relay: what it threw, null when it was answered. */
  looked(relay: string, failure: unknown): void;
  /** The tasks to ask a relay after now; none where this process does not lead. */
  due(relay: string): readonly string[];
};

/** `leader`: the term of leadership, null while this process does not lead. */
export function createRelayContact(
  relays: Pick<Relays, 'all' | 'listed' | 'named' | 'opened'>,
  leader: () => Pick<Leader, 'isRelayTroubled' | 'holdsMembers' | 'due'> | null,
): RelayContact {
  return {
    isTroubled(name) {
      const asked = name === undefined ? relays.listed : relays.all.filter((relay) => relay.name === name);
      return asked.length > 0 && asked.every((relay) => leader()?.isRelayTroubled(relay) ?? false);
    },
    holdsMembers: () => relays.listed.some((relay) => leader()?.holdsMembers(relay) ?? false),
    lookRefusal: (name) => relays.named(name)?.looking.refusal() ?? null,
    relay: async (name) => (await relays.opened(name))?.port ?? null,
    async look() {
      await Promise.all(relays.all.map(({ looking }) => looking.ask()));
    },
    looked: (name, failure) => relays.named(name)?.looking.heard(failure),
    due: (name) => leader()?.due(name) ?? [],
  };
}
