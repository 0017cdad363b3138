import { type Account, hold, isHeld, noRoom } from '../../domain/credits/account.ts';
import { OPERATOR, type Payer } from '../../domain/credits/charge.ts';
import type { Kind } from '../../domain/credits/kind.ts';
import { cheapestSpeed } from '../../domain/credits/price.ts';
import type { Day } from '../../domain/credits/window.ts';
import type { Job, ReceivedJob } from '../../domain/job/job.ts';
import { earlierIdOf } from '../../domain/job/retry.ts';
import type { AccessContext } from '../../domain/policy/access.ts';
import { authorize } from '../../domain/policy/authorize.ts';
import { chargeOf, type Payment, paymentsOf, untilOf } from '../../domain/policy/bounds.ts';
import type { Denial, LimitDenial } from '../../domain/policy/denial.ts';
import { payerOf } from '../../domain/policy/payer.ts';
import { healAccount } from '../charges.ts';
import type { ProcessContext } from '../context.ts';
import { tellBotLimit } from './bot-limit.ts';
import { tellServerLimit } from './server-limit.ts';

/** A received job that costs something. */
type Priced = ReceivedJob & { readonly charge: NonNullable<ReceivedJob['charge']> };

/** A job that somebody may be about to ask for, as far as it is known. */
export type ForeseenJob = Pick<Job, 'id' | 'request' | 'text' | 'private'>;

/** Who pays for a job; of one that nobody pays for, and that is refused, it does not matter who is written down. */
function payerHere({ request }: Pick<Job, 'request'>, access: AccessContext): Payer {
  const payer = payerOf(request, access);
  return typeof payer === 'string' ? payer : OPERATOR;
}

/** What jobs of one gesture cost, all together and those of them that are not held yet. */
type Cost = { readonly kind: Kind; readonly jobs: number; readonly price: number; readonly wanted: number };

/**
 * Decides whether the jobs of a gesture may be made and are paid for. What they cost is held on all their accounts before
 * anybody sees them, all of it or nothing.
 */
export function createChargeCheck(
  {
    store: { accounts },
    alerts,
    serverLog,
    clock,
  }: Pick<ProcessContext, 'alerts' | 'serverLog' | 'clock'> & {
    readonly store: Pick<ProcessContext['store'], 'accounts'>;
  },
  jobOf: (id: string) => Promise<Job | undefined>,
) {
  /** The limit on an account, as it is, that has no room for what is wanted on a day; null when all have. */
  function denialOn(
    there: Account,
    { zone, bounds }: Payment,
    here: Day,
    { kind, jobs, price, wanted }: Cost,
    { bot }: AccessContext,
    earlier?: ReadonlySet<string>,
  ): LimitDenial | null {
    for (const { scope, limit } of bounds) {
      const missing = noRoom(there, here.day, wanted, limit, earlier);
      if (!missing) continue;
      const { window, left, of } = missing;
      const until = untilOf(window, here, zone, clock.now());
      const imagePrice = bot.prices.of.image;
      return { kind: 'limit', scope, window, of: kind, price, jobs, left, limit: of, imagePrice, until };
    }
    return null;
  }

  /** Holds jobs on one account; the limit that is in the way, if there is one. */
  async function holdOn(
    payment: Payment,
    jobs: readonly [Priced, ...Priced[]],
    access: AccessContext,
  ): Promise<LimitDenial | null> {
    const { server, policy } = access;
    const { account, zone, bounds } = payment;
    const [first] = jobs;
    const entry = first.charge.entries.find((one) => one.account === account);
    if (!entry) return null;
    const { month, day } = entry;
    const earlier = new Set(jobs.flatMap((job) => earlierIdOf(job) ?? []));
    const price = jobs.reduce((sum, { charge }) => sum + charge.amount, 0);
    let denial: LimitDenial | null = null;
    const holdFresh = (there: Account) => {
      const fresh = jobs.filter(({ id }) => !isHeld(there, id));
      const wanted = fresh.reduce((sum, { charge }) => sum + charge.amount, 0);
      const cost = { kind: first.charge.kind, jobs: jobs.length, price, wanted };
      denial = fresh.length > 0 ? denialOn(there, payment, entry, cost, access, earlier) : null;
      if (denial) return there;
      return hold(
        there,
        fresh.map(({ id, charge }) => [id, charge.amount, day] as const),
      );
    };
    const after = await accounts.change(account, month, holdFresh, [...jobs.map(({ id }) => id), ...earlier]);
    const bound = bounds.find(({ scope }) => scope === 'bot');
    if (bound) tellBotLimit(after, bound.limit, entry, zone, denial, alerts, clock.now());
    if (server !== null && policy?.log) {
      const here = { guildId: server, locale: first.locale };
      tellServerLimit(after, payment, entry, denial, here, serverLog, clock.now());
    }
    return denial;
  }

  async function holdAll(jobs: readonly [Priced, ...Priced[]], access: AccessContext): Promise<LimitDenial | null> {
    const [{ payer = OPERATOR }] = jobs;
    for (const payment of paymentsOf(access, payer)) {
      const denied = await holdOn(payment, jobs, access);
      if (!denied) continue;
      const month = jobs[0].charge.entries.find(({ account }) => account === payment.account)?.month ?? '';
      // What another process has left held must not keep anybody out.
      await healAccount(accounts, [payment.account, month], jobOf);
      const again = await holdOn(payment, jobs, access);
      if (again) return again;
    }
    return null;
  }

  return {
    /** The job with what it costs, and who pays. */
    charged(job: ReceivedJob, access: AccessContext): ReceivedJob {
      const payer = payerHere(job, access);
      return { ...job, payer, charge: chargeOf(job, access, payer) };
    },

    /**
     * Why these jobs of one gesture, which are written down, may not be made; null when they may, and are paid for. Until they are
     * dropped, those that are refused may hold something. Throws StoreError, and may then hold something, too.
     */
    async check(jobs: readonly ReceivedJob[], access: AccessContext): Promise<Denial | null> {
      const denied = authorize(access, jobs, clock.now());
      if (denied) return denied;
      const [first, ...others] = jobs.filter((job): job is Priced => job.charge !== null && job.charge !== undefined);
      if (!first) return null;
      return holdAll([first, ...others], access);
    },

    /**
     * Why a job would be refused if it was asked for now, null when it would not. Holds nothing. At the speed that costs least: its
     * text may still name one. Throws StoreError.
     */
    async foresee(job: ForeseenJob, access: AccessContext): Promise<Denial | null> {
      const denied = authorize(access, [job], clock.now());
      if (denied) return denied;
      const payer = payerHere(job, access);
      const charge = chargeOf(job, { ...access, speed: cheapestSpeed(access.bot.prices) }, payer);
      for (const payment of charge ? paymentsOf(access, payer) : []) {
        const entry = charge?.entries.find(({ account }) => account === payment.account);
        if (!charge || !entry || payment.bounds.length === 0) continue;
        const there = await healAccount(accounts, [payment.account, entry.month], jobOf);
        const cost = { kind: charge.kind, jobs: 1, price: charge.amount, wanted: charge.amount };
        const limit = denialOn(there, payment, entry, cost, access);
        if (limit) return limit;
      }
      return null;
    },
  };
}
