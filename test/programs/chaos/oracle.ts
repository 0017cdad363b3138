import { snowflakeTime } from '../../../src/domain/job/snowflake.ts';
import { sentOnce, upscalesArePaidOnce } from './charges.ts';
import { interactionOf, type Ledgers } from './evidence.ts';
import { nothingElseIsPosted } from './unasked-messages.ts';
import { deadButtons, everyGestureEnds, everyPictureIsShown } from './views.ts';

/** Every contradiction between the ledgers, a sentence each. For when everything has come to rest. */
export async function audit(ledgers: Ledgers): Promise<string[]> {
  return [
    ...sentOnce(ledgers),
    ...everyGestureEnds(ledgers),
    ...(await everyPictureIsShown(ledgers)),
    ...upscalesArePaidOnce(ledgers),
    ...nothingElseIsPosted(ledgers),
    ...nothingIsForgotten(ledgers),
    ...rulesAreKept(ledgers),
    ...(await deadButtons(ledgers)),
  ];
}

/** What is open may only wait for a message that nobody can press any more. */
function nothingIsForgotten({ open, album }: Ledgers): string[] {
  return open
    .filter((job) => {
      const gone = album.of(interactionOf(job.id)).every(({ deleted }) => deleted);
      return !(gone && (job.step === 'unknown' || job.step === 'window'));
    })
    .map(({ id, step }) => `${id} is still ${step}`);
}

/** A process that follows another cannot know what the other one has answered already. */
function wasReplaced(violation: string, lives: Ledgers['lives']): boolean {
  const [, id] = /^interaction (\d+) was acknowledged twice/.exec(violation) ?? [];
  if (!id) return false;
  const at = snowflakeTime(id);
  return lives.some(({ diedAt }) => diedAt !== null && diedAt > at && diedAt < at + 10_000);
}

/** An answer may come late, and be refused, only after the connection or the process was gone for a moment. */
const tolerated = /^late: interaction|^429 for/;

function rulesAreKept({ discord, lives }: Ledgers): string[] {
  const broken = discord.violations.filter((one) => !tolerated.test(one) && !wasReplaced(one, lives));
  return [...broken, ...lives.flatMap(({ faults }) => faults)];
}
