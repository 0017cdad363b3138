import type { JobIn, Place } from '../../domain/job/job.ts';
import type { PostedButton } from '../../domain/job/task.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Delivery } from '../../domain/ports/presenter.ts';
import { isContentRefusal, type Meaning, type Trouble } from '../rest/errors.ts';
import { type DeliveryRoutesParts, mayReopen, type Route, routesFor } from './delivery-routes.ts';
import { type FallbackForm, FULL_FORM, isBare, nextForm } from './fallback-forms.ts';
import type { Patience } from './patience.ts';
import type { ResultPayload } from './payload.ts';

/** The shortest and the longest pause before a delivery is tried again, in ms. */
const RETRY_MIN = 2_000;
const RETRY_MAX = 60_000;

export type DeliveryAttemptParts = DeliveryRoutesParts & {
  readonly log: Log;
  readonly patience: Patience;
  /** Makes the result in a fallback form, and in the language of the given job. */
  payloadIn(form: FallbackForm, job: JobIn<'delivering'>): Promise<ResultPayload>;
};

/** What came of an attempt. */
export type Attempted = {
  readonly delivery: Delivery;
  /** Whether nobody but the requester sees the result now. */
  readonly hidden: boolean;
  /** What may still be told in the job's own message, which shows something else: at once, or after a pause of Discord's. */
  readonly owed: 'nothing' | 'now' | 'later';
};

/** What came of one route. */
type Tried =
  | { readonly kind: 'shown'; readonly place: Place; readonly buttons: readonly PostedButton[] }
  /** The message tells the end without the picture, because of `meaning`. */
  | { readonly kind: 'told'; readonly meaning: Meaning }
  | { readonly kind: 'later'; readonly trouble: Trouble }
  /** `form` is what the next route begins with. */
  | { readonly kind: 'closed'; readonly meaning: Meaning; readonly form: FallbackForm };

/** Sends a result by the best route left, each in the best form that Discord takes there. Throws when stopped. */
export async function attemptDelivery(job: JobIn<'delivering'>, parts: DeliveryAttemptParts): Promise<Attempted> {
  const { log, patience } = parts;
  const closed = new Map<Route['name'], Meaning>();
  let told: Meaning | null = null;
  let owed: Attempted['owed'] = 'nothing';
  let form = FULL_FORM;
  for (const route of routesFor(job, parts)) {
    // It is shown already: what is left to do is to put its pictures into that message.
    if (job.attaching !== undefined && !route.edits) break;
    // Whoever dismissed a message of theirs would not look for another one below it.
    if (route.name === 'followUp' && closed.get('token') === 'unknownMessage') continue;
    const tried = await tryRoute(route, job, form, told !== null, parts);
    if (tried.kind === 'shown') {
      patience.forget(job);
      const { place, buttons } = tried;
      return {
        delivery: { kind: 'shown', place, buttons },
        hidden: route.hidden,
        owed: route.edits ? 'nothing' : owed,
      };
    }
    if (tried.kind === 'later') {
      const retryAfter = tried.trouble.retryAfter ?? pauseFor(job, tried.trouble, parts);
      return { delivery: { kind: 'later', retryAfter }, hidden: false, owed: 'nothing' };
    }
    if (tried.kind === 'told') {
      told = tried.meaning;
      owed = 'now';
      form = FULL_FORM;
      // Another way would bring the same to the same filter.
      if (isContentRefusal(told)) break;
      continue;
    }
    closed.set(route.name, tried.meaning);
    if (tried.meaning === 'unknownMessage' && route.edits && !job.private) {
      return { delivery: { kind: 'deleted' }, hidden: false, owed: 'nothing' };
    }
    if (route.edits) owed = owedAfter(tried.meaning, owed, job);
    form = tried.form;
  }
  const meanings = [...closed.values()];
  if (told === null && meanings.includes('unclear')) {
    // Not one route is known to be closed for good where nobody knows what Discord said.
    return { delivery: { kind: 'later', retryAfter: RETRY_MAX }, hidden: false, owed: 'nothing' };
  }
  patience.forget(job);
  log.warn({ job: job.id, told: told !== null }, 'a result reached nobody and is kept');
  const refused = isContentRefusal(told ?? meanings.at(-1) ?? 'refused');
  const delivery: Delivery = {
    kind: 'kept',
    ...(told === null ? {} : { told: true }),
    ...(refused ? { refused } : {}),
  };
  return { delivery, hidden: false, owed: told === null ? owed : 'nothing' };
}

/** Tries a route in ever simpler forms. */
async function tryRoute(
  route: Route,
  job: JobIn<'delivering'>,
  first: FallbackForm,
  isTold: boolean,
  { log, patience, payloadIn, stop }: DeliveryAttemptParts,
): Promise<Tried> {
  const { requester } = job;
  // A further message of theirs alone is as a private one: it can be published.
  const isTheirs = route.name === 'followUp' || route.name === 'dm';
  const localized = isTheirs
    ? { ...job, locale: requester.locale, private: job.private || route.name === 'followUp' }
    : job;
  let form = first;
  for (;;) {
    stop.throwIfAborted();
    const { payload, buttons, carried, whole } = await payloadIn(form, localized);
    stop.throwIfAborted();
    const sent = await route.send(payload);
    if (sent.ok) {
      return whole
        ? { kind: 'shown', place: sent.value, buttons }
        : { kind: 'told', meaning: form.shortfall ?? 'unclear' };
    }
    const { trouble } = sent;
    const { meaning } = trouble;
    const facts = { job: job.id, route: route.name, trouble, form };
    if (mayWorkLater(trouble, route) || (isWaitedOut(trouble, route, job) && !patience.isOver(job))) {
      log.warn(facts, 'a result could not be shown now');
      return { kind: 'later', trouble };
    }
    if (meaning === 'invalidBody') log.error(facts, 'Discord refused a message we made; this is our bug');
    else log.info(facts, 'a delivery route is closed');
    const next = nextForm(form, meaning, carried);
    if (next && (!isBare(next) || job.outcome.kind === 'failed' || (route.edits && !isTold))) {
      form = next;
      continue;
    }
    return { kind: 'closed', meaning, form: formAfter(form, meaning, next) };
  }
}

/** What the next route begins with. A route on which no form passed says nothing about other routes, except that a body is bad. */
function formAfter(form: FallbackForm, meaning: Meaning, next: FallbackForm | null): FallbackForm {
  if (meaning === 'invalidBody') return { ...form, body: 'textOnly' };
  const isExhausted = isContentRefusal(meaning) || meaning === 'unclear' || isBare(form);
  return isExhausted && !next ? FULL_FORM : form;
}

/** Without a telling code, a 401 means a dead interaction token on its own route, and a bot token in trouble on the others. */
function mayWorkLater({ meaning }: Trouble, route: Route): boolean {
  if (meaning === 'unauthorized') return route.name !== 'token' && route.name !== 'followUp';
  return meaning === 'transient' || meaning === 'rateLimited';
}

/** Whether a refusal may pass within a minute or so: one that we do not know, or that of a channel which may open again. */
function isWaitedOut(trouble: Trouble, { edits }: Route, job: JobIn<'delivering'>): boolean {
  return trouble.meaning === 'unclear' || (edits && mayReopen(job, trouble));
}

/** A message that could not be edited may be told where its result is as soon as that passes. */
function owedAfter(meaning: Meaning, owed: Attempted['owed'], { postedByBot }: JobIn<'delivering'>): Attempted['owed'] {
  if (meaning === 'archived' || meaning === 'unclear') return 'now';
  if (meaning === 'noAccess' && postedByBot) return 'now';
  return meaning === 'tooOldToEdit' && owed === 'nothing' ? 'later' : owed;
}

/** Grows with the time a result has been waiting, so that an outage is not hammered. */
function pauseFor(job: JobIn<'delivering'>, { meaning }: Trouble, { clock, patience }: DeliveryAttemptParts): number {
  const waited = meaning === 'unclear' ? patience.spent(job) : clock.now() - job.since;
  return Math.min(Math.max(waited / 4, RETRY_MIN), RETRY_MAX);
}
