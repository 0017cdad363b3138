import { interactionOf, isAttaching } from '../../../src/domain/job/job.ts';
import { everyAnswerIsInTime, limitsAreKept, lost } from './answers.ts';
import type { Fault, ProcessRun } from './bot-run.ts';
import { callsAreHeeded } from './cancels.ts';
import { draftsAreMadeOnce, nothingPaidIsCalledFree, sentOnce, upscalesArePaidOnce } from './charges.ts';
import type { Evidence } from './evidence.ts';
import { accountsAreExact } from './exact-accounts.ts';
import { relaysAreKeptApart } from './relay-keys.ts';
import { theLostAreSearched } from './search.ts';
import { nothingElseIsPosted, noticesLeadHome, privateStaysPrivate } from './unasked-messages.ts';
import { deadButtons, everyGestureEnds, everyPictureIsShown } from './views.ts';

/** Every contradiction in the evidence, a sentence each. For when everything has come to rest. */
export async function audit(evidence: Evidence): Promise<string[]> {
  return [
    ...sentOnce(evidence),
    ...relaysAreKeptApart(evidence),
    ...everyAnswerIsInTime(evidence),
    ...limitsAreKept(evidence),
    ...everyGestureEnds(evidence),
    ...(await everyPictureIsShown(evidence)),
    ...theLostAreSearched(evidence),
    ...(await upscalesArePaidOnce(evidence)),
    ...draftsAreMadeOnce(evidence),
    ...(await nothingPaidIsCalledFree(evidence)),
    ...(await accountsAreExact(evidence)),
    ...(await callsAreHeeded(evidence)),
    ...nothingElseIsPosted(evidence),
    ...noticesLeadHome(evidence),
    ...privateStaysPrivate(evidence),
    ...nothingIsForgotten(evidence),
    ...rulesAreKept(evidence),
    ...(await deadButtons(evidence)),
  ];
}

/** How long after a server with the records is back a process may still say that it was not, in ms. */
const STORE_RETURNS = 5_000;

/** What is open may only wait for a message that nobody can press any more, or that never had a button to try again. */
function nothingIsForgotten({ open, observed }: Evidence): string[] {
  return open
    .filter((job) => {
      // It is shown, with a link; its picture is tried again for longer than anybody waits here.
      if (isAttaching(job)) return false;
      const gone = observed.of(interactionOf(job.id)).every(({ deleted }) => deleted);
      const isUnpressable = job.group.length > 0 && job.step === 'unknown';
      return !isUnpressable && !(gone && (job.step === 'unknown' || job.step === 'window'));
    })
    .map(({ id, step }) => `${id} is still ${step}`);
}

/** What `everyAnswerIsInTime` and `limitsAreKept` judge, who know more of it. */
const tolerated = /^late: interaction|^429 for/;

function rulesAreKept(evidence: Evidence): string[] {
  const { discord, runs } = evidence;
  const broken = discord.violations.filter((one) => !tolerated.test(one));
  const faults = runs.flatMap((run) => run.faults.filter((fault) => !isStoreTrouble(fault, run, evidence)));
  return [...broken, ...faults.map(({ line }) => line)];
}

/** What a process says while its records cannot be reached, and a moment later; or when the machine kept it from hearing the answer. */
function isStoreTrouble({ at, line }: Fault, run: ProcessRun, { storeOutages, stalls }: Evidence): boolean {
  if (!/StoreError/.test(line)) return false;
  return (
    storeOutages.some(({ from, to }) => at > from && at < to + STORE_RETURNS) ||
    lost({ stalls, runs: [run] }, at - STORE_WAIT, at) > STORE_WAIT / 4
  );
}

/** The longest that a process waits for its records twice in a row, in ms. */
const STORE_WAIT = 1_400;
