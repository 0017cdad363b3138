import type { Catalogue } from '../catalogue.ts';

const numbers = new Intl.NumberFormat('zh-CN');

/** What Discord shows of the commands for moderators, in Chinese. */
export const moderatorCommands: Pick<Catalogue['commands'], 'queue'> = {
  queue: {
    description: '本服务器正在进行和排队的任务，可以查看或取消',
    options: { member: '只看这位成员的任务' },
  },
};

/** What these commands and their options are called. */
export const moderatorNames = {
  queue: { name: '队列', options: { member: '成员' } },
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
};
