import { expect, test } from 'vitest';
import { createGroupedMessage } from '../../../src/discord/presenter/grouped-message.ts';
import { createRenderer } from '../../../src/discord/presenter/renderer.ts';
import { enter, type Job, type JobIn } from '../../../src/domain/job/job.ts';
import { resultWithoutTask } from '../../../src/domain/job/task-result.ts';
import { sampleJob } from '../../sample-job.ts';

const place = { guildId: '1', channelId: '2', messageId: '3' };
const group = ['5-1', '5-2', '5-3'];

const ended = (id: string): JobIn<'delivering'> =>
  enter(sampleJob({ id, group }), {
    step: 'delivering',
    place,
    outcome: { ...resultWithoutTask('a fox'), imageUrls: [`https://pictures.test/${id}.png`] },
    since: 0,
  });
const running = (id: string): Job =>
  enter(sampleJob({ id, group }), { step: 'following', place, taskId: id, acceptedAt: 0, modalSent: false });

function setUp(jobs: Map<string, Job>) {
  const sent: string[][] = [];
  const message = createGroupedMessage({
    statusesOf: async (ids) =>
      ids.flatMap((id) => {
        const job = jobs.get(id);
        return job ? [{ job, progress: { percent: 47, previewUrl: '', ahead: null } }] : [];
      }),
    renderer: createRenderer(),
  });
  const deliver = (id: string, onTheWay = () => {}) =>
    message.deliver(ended(id), async ({ items }) => {
      onTheWay();
      sent.push(items.map(({ name }) => name));
      return { kind: 'shown', place, buttons: [] };
    });
  return { sent, deliver };
}

test('what another process has shown while this one was frozen is not taken from a shared message', async () => {
  const jobs = new Map<string, Job>([
    ['5-1', ended('5-1')],
    ['5-2', running('5-2')],
    ['5-3', running('5-3')],
  ]);
  const { sent, deliver } = setUp(jobs);
  await deliver('5-1', () => {
    for (const id of ['5-2', '5-3']) jobs.set(id, ended(id));
  });
  expect(sent).toEqual([['1'], ['1', '2', '3']]);
});

test('a shared message is sent once when nothing ended meanwhile, however far the others have come', async () => {
  const jobs = new Map<string, Job>([
    ['5-1', ended('5-1')],
    ['5-2', running('5-2')],
    ['5-3', running('5-3')],
  ]);
  const { sent, deliver } = setUp(jobs);
  await deliver('5-1');
  await deliver('5-1');
  expect(sent).toEqual([['1']]);
});
