import { expect, test } from 'vitest';
import { tool } from '../store/archive/tool.ts';
import { createCluster, PATIENCE } from './fixture.ts';

test('a frozen leader keeps a store in a file: others answer, log and npm run store name it, and when it is killed jobs go on', {
  timeout: 180_000,
}, async () => {
  const cluster = await createCluster({ names: ['a', 'b'], store: 'sqlite' });
  const { discord, store } = cluster;
  await cluster.start();
  const frozen = await cluster.leader();
  const other = cluster.processes.find((one) => one !== frozen);
  const well = await tool(store.url, 'processes');
  expect(well).toEqual({ code: 0, said: expect.stringMatching(/^(\S+) .*leads\n(\S+) .*does not lead$/) });
  const [id = ''] = well.said.split(' ');

  frozen.freeze();
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  const message = await imagine.message(PATIENCE.timeout);
  const ill = await tool(store.url, 'processes');
  expect(ill).toEqual({
    code: 1,
    said: expect.stringMatching(/^(\S+) .*leads, and stands still\n(\S+) .*does not lead\n/),
  });
  expect(ill.said).toContain(id);
  await other?.lives.at(-1)?.says('"msg":"the process that leads does not respond', PATIENCE.timeout);
  expect(other?.lives.at(-1)?.stdout).toContain(`"leader":"${id}"`);
  expect(cluster.relay.submissions).toEqual([]);

  await frozen.kill();
  await cluster.relay.waitUntil(() => cluster.relay.tasks.size === 1, PATIENCE.timeout);
  await cluster.settled();
  expect(message.attachments).toHaveLength(1);
  expect(await tool(store.url, 'processes')).toMatchObject({ said: expect.not.stringContaining('Nobody leads') });
});
