import type { Catalogue } from '../catalogue.ts';
import { dateOf, timeUntil } from '../forms.ts';

const numbers = new Intl.NumberFormat('zh-CN');
const number = (value: number) => numbers.format(value);
const credits = (amount: number) => `${number(amount)} 点`;

export const serverLog: Catalogue['serverLog'] = {
  open: '日志',
  channelLabel: '频道',
  channelHint: '请选择只有管理员能看到的频道：举报会写明是谁举报的。留空则不记录日志',
  whatLabel: '记录什么',
  reports: '举报，以及管理员和管理者的决定',
  everything: '全部：还包括每一张图',
  place: (place) => `日志：**${place}**`,
  nowhere: '无',
  in: (channel, everything) => `${channel}，${everything ? '全部' : '举报和决定'}`,
  mayNot: (channel) => `我不能在 ${channel} 发言。请在那里给我“查看频道”“发送消息”和“嵌入链接”权限。没有更改任何内容。`,
  fails: (channel) => `上一条日志没能写进 ${channel}。请在那里给我“查看频道”“发送消息”和“嵌入链接”权限。`,
  begins: (who, everything) =>
    `${who} 选择了这个频道记录日志：举报、管理员和管理者的决定${everything ? '，以及这里做的每一张图' : ''}。`,
  removed: (who, member, channel) => `${who} 在 ${channel} 删除了 ${member} 的一张图。`,
  blocked: (who, member, end) => `${who} 禁止 ${member} 作图${end === null ? '' : `，直到 ${dateOf(end)}`}。`,
  unblocked: (who, member) => `${who} 允许 ${member} 重新作图。`,
  changed: (who) => `${who} 更改了这里的作图规则。`,
  asEveryone: '与所有人相同',
  pause: (state) => `暂停：**${state}**`,
  on: '开',
  off: '关',
  zone: (zone) => `时区：**${zone}**`,
  usualZone: '与运行这个机器人的人相同',
  allowedAgain: (list) => `不再禁用：${list}`,
  newlyBlocked: (list) => `新禁用：${list}`,
  keyRefused:
    '服务拒绝了本服务器自己的密钥：它可能已过期或已用完。更换之前，这里什么都做不了：`/server` → **更换密钥**。',
  key: {
    set: (who, host) => `${who} 设置了本服务器自己的密钥（**${host}**），在这里作图的费用都记在它上面。`,
    replaced: (who, host) => `${who} 更换了本服务器自己的密钥，在这里作图的费用都记在新的密钥上（**${host}**）。`,
    removed: (who, host) => `${who} 移除了本服务器自己的密钥（**${host}**），不会再用它作图。`,
  },
  given: (who, member, amount) => `${who} 给了 ${member} 今天额外的 **${credits(amount)}**。`,
  limitNear: (used, limit, window) =>
    `本服务器已用${window === 'day' ? '今天' : '本月'}的 **${number(used)} / ${credits(limit)}**。`,
  limitReached: (limit, window, until, ours) =>
    `本服务器已达到${window === 'day' ? '今天' : '本月'} **${credits(limit)}** 的上限，${window === 'day' ? timeUntil(until) : `于 ${dateOf(until)} `}恢复。${ours ? '可以用 `/server` 更改。' : '这个上限由运行这个机器人的人设定。'}`,
  made: (who, what) => `${who} 做了 ${what}`,
  madePrivately: (who) => `${who} 做了一个仅自己可见的结果。`,
};
