import { check } from './deviation.ts';
import type { Driver } from './driver.ts';
import type { PictureFolder } from './saved-pictures.ts';
import type { Demo } from './setup.ts';

const DEADLINE_MS = 3_000;

/** What it all came to, once the bot has stopped. Throws Deviation for what nobody saw but nobody should find either. */
export function sumUp(
  { discord, relay, bot }: Demo,
  { gestures }: Driver,
  { saved }: PictureFolder,
): readonly string[] {
  const answers = gestures.map(({ interaction }) => interaction.acknowledged?.ms ?? Number.POSITIVE_INFINITY);
  const slowest = Math.max(...answers);
  check(slowest <= DEADLINE_MS, 'A gesture was not answered within three seconds.');

  // The job's id differs even between two submissions of the same wish, so it does not count.
  const wishes = relay.submissions.map(({ endpoint, body }) =>
    JSON.stringify({ endpoint, ...Object(body), state: '' }),
  );
  check(new Set(wishes).size === wishes.length, 'Something was submitted to the relay twice.');

  const pictures = discord.messages().filter(({ attachments }) => attachments.length > 0);
  check(pictures.length === saved.length, `${pictures.length} messages show a picture, not ${saved.length}.`);

  const [breach] = discord.violations;
  check(breach === undefined, `The bot broke a rule of Discord’s: ${breach}`);
  check(discord.rateLimited.length === 0, 'The bot was rate limited by Discord.');
  const fault = bot.log.find((line) => /"level":"(error|fatal)"/.test(line));
  check(fault === undefined, `The bot logged a fault: ${fault}`);

  return [
    `${gestures.length} gestures, ${wishes.length} relay submissions (none twice), ${pictures.length} pictures shown`,
    `every gesture answered in time, the slowest after ${slowest} ms`,
    'one SIGKILL, nothing lost, nothing paid for twice',
  ];
}
