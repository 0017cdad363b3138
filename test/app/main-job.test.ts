import { expect, test, vi } from 'vitest';
import { createFixture } from './fixture.ts';

test('a member imagines, sees a grid, presses U2 and sees the enlargement', async () => {
  const { discord, relay, start, trace } = await createFixture();
  await start();
  const ann = discord.member('ann');

  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  const grid = await imagine.message();
  await vi.waitFor(() => expect(grid.attachments).toHaveLength(1), 10_000);
  expect(grid.components.flatMap(({ components }) => components).map((b) => 'label' in b && b.label)).toContain('U2');

  const press = await ann.press(grid, { label: 'U2' });
  const single = await press.message();
  await vi.waitFor(() => expect(single.attachments).toHaveLength(1), 10_000);
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action']);
  expect(relay.submissions[1]?.body).toEqual({
    chooseSameChannel: true,
    customId: expect.stringMatching(/^MJ::JOB::upsample::2::/),
    taskId: relay.submissions[0]?.taskId,
    notifyHook: '',
    state: expect.stringContaining(press.id),
  });
  expect(discord.violations).toEqual([]);
  expect(trace.faults()).toEqual([]);
});
