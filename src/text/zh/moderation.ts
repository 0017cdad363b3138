import type { Catalogue } from '../catalogue.ts';
import { dateOf } from '../forms.ts';

const numbers = new Intl.NumberFormat('zh-CN');
const until = (end: number | null) => (end === null ? '' : `，直到 ${dateOf(end)}`);

/** What Discord shows of the commands for moderators, in Chinese. */
export const moderatorCommands: Pick<Catalogue['commands'], 'queue' | 'block' | 'unblock'> = {
  queue: {
    description: '本服务器正在进行和排队的任务，可以查看或取消',
    options: { member: '只看这位成员的任务' },
  },
  block: {
    description: '禁止一位成员在本服务器作图',
    options: { member: '哪位成员', days: '禁止多少天（默认：一直禁止）', reason: '原因，供其他管理员查看' },
  },
  unblock: { description: '让一位成员重新可以在本服务器作图', options: { member: '哪位成员' } },
};

/** What these commands and their options are called. */
export const moderatorNames = {
  queue: { name: '队列', options: { member: '成员' } },
  block: { name: '禁止作图', options: { member: '成员', days: '天数', reason: '原因' } },
  unblock: { name: '允许作图', options: { member: '成员' } },
};

export const moderation: Catalogue['moderation'] = {
  notModerator: '只有可以管理成员或管理服务器的人才能这样做。',
  queueTitle: '本服务器的任务',
  queueEmpty: '本服务器没有正在进行或排队的任务。',
  queueEmptyOf: (who) => `${who} 在本服务器没有正在进行或排队的任务。`,
  private: '仅本人可见',
  cancelHint: '取消一个…',
  cancelWaiting: (count) => `取消所有排队的任务（${numbers.format(count)}）`,
  calledOff: (count) =>
    count === 0 ? '已经没有排队的任务了。' : `已取消 ${numbers.format(count)} 个排队的任务，没有产生费用。`,
  blocked: (who, end) => `${who} 不能在这里作图${until(end)}。可以用 \`/unblock\` 解除。`,
  cancelled: (count) => `已取消 ${numbers.format(count)} 个排队的任务。`,
  running: (count) => `还有 ${numbers.format(count)} 个正在进行。`,
  stopRunning: (count) => `停止正在进行的任务（${numbers.format(count)}）`,
  stopped: (count) => `已停止 ${numbers.format(count)} 个。`,
  unfollowed: (count) => `${numbers.format(count)} 个已经停不下来，不再等待。`,
  changingHands: (count) => `${numbers.format(count)} 个正在交接，请稍后再按一次。`,
  nothingRuns: '这位成员在这里已经没有正在进行的任务。',
  tooManyBlocks: (most) => `这里已禁止 ${numbers.format(most)} 位成员，达到上限。请先解除一位。`,
  unblocked: (who) => `${who} 又可以在这里作图了。`,
  notBlocked: (who) => `${who} 没有被禁止作图。`,
};
