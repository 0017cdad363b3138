import { expect, test } from 'vitest';
import { z } from 'zod';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, says, textOf } from '../app/message-reading.ts';
import { midjourneysIn } from './pictures.ts';

async function withSingle(profile: 'raw' | 'gateway', lenient = false) {
  const fixture = await createFixture({ relay: { profile, lenient } });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
  const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  return { ...fixture, ann, bob: fixture.discord.member('bob'), single };
}

test.each([
  ['raw', false],
  ['gateway', true],
] as const)(
  'a favourite is confirmed to whoever pressed it and posts no picture again (%s)',
  async (profile, lenient) => {
    const fixture = await withSingle(profile, lenient);
    const { ann, bob, discord, relay, single } = fixture;
    const before = discord.messages().length;
    for (const member of [ann, bob]) {
      const reply = await says(await (await member.press(single, { label: '❤️' })).message(), 'among the favourites');
      expect([reply.ephemeral, reply.attachments, midjourneysIn(reply)]).toEqual([true, [], []]);
    }
    expect(discord.messages().filter(({ ephemeral }) => !ephemeral)).toHaveLength(before);
    expect(relay.submissions.filter(({ billed }) => billed)).toHaveLength(2);
    expectClean(fixture);
  },
);

test('a gateway that knows no favourites says so, to whoever pressed', async () => {
  const fixture = await withSingle('gateway');
  const reply = await says(
    await (await fixture.ann.press(fixture.single, { label: '❤️' })).message(),
    'does not offer “Favourite”. Nothing was charged.',
  );
  expect(reply.ephemeral).toBe(true);
  expect(textOf(reply)).not.toMatch(/MJ::|unknown_action/);
  expectClean(fixture);
});

/** Adds a button that the emulated Midjourney never shows to every finished task. */
function withButton(answer: unknown, customId: string) {
  const Tasks = z.array(z.looseObject({ buttons: z.array(z.unknown()).nullish() }));
  const button = { customId, label: 'Extra', emoji: '', type: 2, style: 4 };
  return Tasks.parse(answer).map((task) =>
    task.buttons?.length ? { ...task, buttons: [button, ...task.buttons] } : task,
  );
}

test('"Cancel Job" is passed on and confirmed, and posts no picture again', async () => {
  const fixture = await createFixture({ relay: { profile: 'gateway' } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const customId = 'MJ::CancelJob::ByJobid::00000000-0000-4000-8000-000000000000';
  relay.faults.always('list', { rewrite: (answer) => withButton(answer, customId) });
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
  relay.faults.next('submit', { code: 1, description: 'Submit success', result: relay.submissions[0]?.taskId });
  const reply = await says(await (await ann.press(grid, { label: 'Extra' })).message(), 'has been asked to stop this');
  expect([reply.ephemeral, reply.attachments, midjourneysIn(reply)]).toEqual([true, [], []]);
  expect(relay.submissions[1]?.body).toMatchObject({ taskId: relay.submissions[0]?.taskId, customId });
  expectClean(fixture);
});
