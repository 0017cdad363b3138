import type { Log, Store } from '../../domain/ports.ts';
import type { Words } from '../../text/catalogue.ts';
import { renderWelcome } from '../render/help.ts';
import type { Responder } from '../responder.ts';

/** Shows a member around who has just begun their first job. Never throws, and never tells anybody twice. */
export type Onboarding = (memberId: string, responder: Pick<Responder, 'tell'>, words: Words) => Promise<void>;

export function createOnboarding({
  store,
  log,
}: {
  readonly store: Pick<Store, 'members'>;
  readonly log: Log;
}): Onboarding {
  const { members } = store;
  /** Members who are being looked up now. */
  const greeting = new Set<string>();

  async function isNew(memberId: string): Promise<boolean> {
    if ((await members.settings(memberId)).welcomed) return false;
    // Written before it is told: rather never than twice.
    await members.changeSettings(memberId, (settings) => ({ ...settings, welcomed: true }));
    return (await members.recent(memberId)).length === 0;
  }

  return async (memberId, responder, words) => {
    if (greeting.has(memberId)) return;
    greeting.add(memberId);
    try {
      if (await isNew(memberId)) await responder.tell(renderWelcome(words));
    } catch (error) {
      log.warn({ error }, 'a member could not be welcomed');
    } finally {
      greeting.delete(memberId);
    }
  };
}
