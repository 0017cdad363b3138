import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, textOf } from '../app/message-reading.ts';
import { pictureFile } from '../journeys/pictures.ts';

const Rows = z.array(z.record(z.string(), z.unknown()));
type Row = z.infer<typeof Rows>[number];

/** Changes each row of a listing. */
const eachRow = (change: (row: Row) => Row) => ({ rewrite: (answer: unknown) => Rows.parse(answer).map(change) });

async function opened() {
  const fixture = await createFixture({ relay: { profile: 'gateway' } });
  await fixture.start();
  return { ...fixture, ann: fixture.discord.member('ann') };
}

describe('a relay that sends far more than anybody reads', () => {
  test('describes with 39,000 line breaks, and the prompts are shown all the same', async () => {
    const fixture = await opened();
    const { ann, relay } = fixture;
    const finalPrompt = `1️⃣ a red fox${'\n'.repeat(39_000)}2️⃣ a blue hare`;
    relay.faults.always(
      'list',
      eachRow((row) => (row.status === 'SUCCESS' ? { ...row, properties: { finalPrompt } } : row)),
    );
    const message = await finished(await (await ann.slash('describe', { image: await pictureFile() })).message());
    expect(textOf(message)).toMatch(/1️⃣ a red fox\s+2️⃣ a blue hare/);
    expectClean(fixture);
  });

  test('finishes with 20,000 buttons and links and names of half a million characters, and the grid is shown', async () => {
    const fixture = await opened();
    const { ann, relay } = fixture;
    relay.faults.always(
      'list',
      eachRow((row) => {
        const buttons = z.array(z.unknown()).parse(row.buttons ?? []);
        const more = Array.from({ length: 20_000 }, (_, n) => ({ customId: `MJ::More::${n}`, label: `more ${n}` }));
        return {
          ...row,
          ...(row.status === 'SUCCESS' && { buttons: [...buttons, ...more] }),
          [`${'_'.repeat(500_000)}`]: 1,
          progress: `${'1'.repeat(500_000)}`,
          videoUrls: Array.from({ length: 20_000 }, (_, n) => `https://films.test/${n}.mp4`),
        };
      }),
    );
    const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
    expect(labelsOf(grid)).toEqual(expect.arrayContaining(['U1', 'U4', 'V4']));
    expectClean(fixture);
  });

  test('lists 20,000 strange tasks beside ours, and ours is shown', async () => {
    const fixture = await opened();
    const { ann, relay } = fixture;
    relay.faults.always('list', {
      rewrite: (answer) => [
        ...Rows.parse(answer),
        ...Array.from({ length: 20_000 }, (_, n) => ({ id: `strange-${n}` })),
      ],
    });
    await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
    expectClean(fixture);
  });

  test('lists a quarter of a million, which is no answer, until it comes to its senses', async () => {
    const fixture = await opened();
    const { ann, relay } = fixture;
    const body = JSON.stringify(Array.from({ length: 250_000 }, (_, n) => ({ id: `${n}` })));
    relay.faults.next('list', { status: 200, body, contentType: 'application/json' }, 3);
    await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
    expect(relay.submissions).toHaveLength(1);
    expectClean(fixture);
  });
});
