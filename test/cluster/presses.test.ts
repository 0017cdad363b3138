import { expect, test } from 'vitest';
import { labelsOf } from '../app/message-reading.ts';
import { createCluster, PATIENCE } from './fixture.ts';
import { storesHere } from './shared-store.ts';
import { doubleSubmissions, notShown, unanswered } from './verdict.ts';

test.for(storesHere())(
  'ten members press the same button at once at three processes, and it is paid for once, on %s',
  { timeout: 120_000 },
  async (store) => {
    const cluster = await createCluster({ names: ['a', 'b', 'c'], store });
    const { discord, relay } = cluster;
    await cluster.start();
    await cluster.leader();
    const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
    const grid = await imagine.message(PATIENCE.timeout);
    await discord.waitUntil(() => labelsOf(grid).includes('U2'), PATIENCE.timeout);
    const before = relay.submissions.length;
    const members = Array.from({ length: 10 }, (_, at) => discord.member(`presser ${at}`));
    const presses = await Promise.all(members.map((member) => member.press(grid, { label: 'U2' })));
    await discord.waitUntil(
      () => presses.every(({ interaction }) => interaction.acknowledged ?? interaction.failed),
      PATIENCE.timeout,
    );
    await cluster.settled();
    expect(unanswered(presses)).toEqual([]);
    expect(relay.submissions.slice(before).filter(({ billed }) => billed)).toHaveLength(1);
    expect(doubleSubmissions(cluster, [imagine, ...presses])).toEqual([]);
    const buyers = presses.filter(({ interaction }) => interaction.original?.ephemeral === false);
    expect(notShown(cluster, buyers)).toEqual([]);
    expect(discord.violations).toEqual([]);
    // Each press reached all three, and one of them answered.
    for (const { interaction } of presses) expect(interaction.sentTo.toSorted()).toEqual(['a', 'b', 'c']);
  },
);
