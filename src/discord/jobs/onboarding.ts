import { LRUCache } from 'lru-cache';
import type { Log } from '../../domain/ports/log.ts';
import type { Store } from '../../domain/ports/store.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { renderWelcome } from '../render/help.ts';
import type { Responder } from '../responder.ts';

/** How many members are remembered as welcomed, so that their settings need not be read for every job. */
const REMEMBERED = 2_000;

/** Welcomes a member who has just begun their first job. Never throws, and never welcomes anybody twice. */
export type Onboarding = (memberId: string, responder: Pick<Responder, 'tell'>, words: Catalogue) => Promise<void>;

export type OnboardingParts = { readonly members: Store['members']; readonly log: Log };

export function createOnboarding({ members, log }: OnboardingParts): Onboarding {
  /** The members whose settings are being read now. */
  const inProgress = new Set<string>();
  const known = new LRUCache<string, true>({ max: REMEMBERED });

  async function isNew(memberId: string): Promise<boolean> {
    if ((await members.settings(memberId)).welcomed) return false;
    // Written before the welcome is sent: a member who misses it is better off than one who gets it twice.
    await members.changeSettings(memberId, (settings) => ({ ...settings, welcomed: true }));
    return (await members.recent(memberId)).length === 0;
  }

  return async (memberId, responder, words) => {
    if (known.get(memberId) || inProgress.has(memberId)) return;
    inProgress.add(memberId);
    try {
      const isFirst = await isNew(memberId);
      known.set(memberId, true);
      if (isFirst) await responder.tell(renderWelcome(words));
    } catch (error) {
      log.warn({ error }, 'a member could not be welcomed');
    } finally {
      inProgress.delete(memberId);
    }
  };
}
