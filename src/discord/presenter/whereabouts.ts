import type { JobIn, Place } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Pause } from '../../lib/timeout.ts';
import type { ApiResult, DiscordApi } from '../rest/api.ts';
import { mayPass } from '../rest/errors.ts';
import { isEditableByToken, mayReopen } from './delivery-routes.ts';
import type { EditBudget } from './edit-budget.ts';
import { textBody } from './fallback-forms.ts';
import type { Renderer } from './renderer.ts';

/** The pauses before another try, in ms: doubled each time, up to the longest. */
const RETRY = { least: 2_000, most: 60_000 };
/** The pause before the first try where Discord takes few edits of a message because it is old, in ms. */
const OLD_PAUSE = 60_000;
/** How long it is tried, in ms. */
const GIVE_UP = 15 * 60_000;

export type WhereaboutsParts = {
  readonly api: DiscordApi;
  readonly budget: EditBudget;
  readonly renderer: Renderer;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly log: Log;
  readonly stop: AbortSignal;
};

/** What is told in the message of a job whose result had to be shown elsewhere, or is kept. */
export function createWhereabouts({ api, budget, renderer, clock, pause, log, stop }: WhereaboutsParts) {
  /** Edits the message by the first way that works; `again` when one may work later. */
  async function tryOnce(job: JobIn<'delivering'>, text: string): Promise<'told' | 'again' | 'closed'> {
    const payload = { body: textBody(text), files: [] };
    const ways: (() => Promise<ApiResult<unknown>>)[] = [];
    const { reply, place } = job;
    if (reply && isEditableByToken(job, clock)) ways.push(() => api.editByToken({ ...job, reply }, payload, stop));
    if (!job.private) {
      ways.push(async () => {
        const wait = await budget.waitForTurn(`edit ${place.channelId}`, stop);
        if (wait > 0) await pause(wait, stop);
        return api.editMessage(place, payload, stop);
      });
    }
    let outcome: 'again' | 'closed' = 'closed';
    for (const way of ways) {
      const result = await way();
      if (result.ok) return 'told';
      log.debug({ job: job.id, trouble: result.trouble }, 'where a result is could not be told in its message');
      const { trouble } = result;
      if (mayPass(trouble) || trouble.meaning === 'tooOldToEdit' || mayReopen(job, trouble)) outcome = 'again';
    }
    return outcome;
  }

  async function goOn(job: JobIn<'delivering'>, text: string, first: number): Promise<void> {
    const began = clock.monotonic();
    for (let wait = first; clock.monotonic() - began < GIVE_UP; wait = Math.min(wait * 2, RETRY.most)) {
      await pause(wait, stop);
      if (stop.aborted || (await tryOnce(job, text)) !== 'again') return;
    }
  }

  return {
    /** Deletes a job's own message, as its end was told to its requester alone; tells so there when it cannot be deleted. */
    async withdraw(job: JobIn<'delivering'>): Promise<void> {
      const { reply, place } = job;
      const withToken = reply && isEditableByToken(job, clock) ? { ...job, reply } : null;
      const deleted = withToken ? await api.deleteByToken(withToken, stop) : await api.deleteMessage(place, stop);
      if (deleted.ok || deleted.trouble.meaning === 'unknownMessage') return;
      log.info({ job: job.id, trouble: deleted.trouble }, 'the message of a refused job could not be deleted');
      await this.tell(job, place, { hidden: true });
    },

    /**
     * Tells in a job's own message where its result is; nowhere when `place` is null. The first try is awaited, unless
     * `late`; more are made while the process lives.
     */
    async tell(job: JobIn<'delivering'>, place: Place | null, { hidden = false, late = false }): Promise<void> {
      const text = renderer.whereabouts(job, place, hidden);
      if (!late && (await tryOnce(job, text)) !== 'again') return;
      goOn(job, text, late ? OLD_PAUSE : RETRY.least).catch((error: unknown) => {
        if (!stop.aborted) log.error({ job: job.id, error }, 'where a result is could not be told');
      });
    },
  };
}
