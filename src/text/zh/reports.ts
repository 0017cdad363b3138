import type { Catalogue } from '../catalogue.ts';

const numbers = new Intl.NumberFormat('zh-CN');

export const reports: Catalogue['reports'] = {
  title: '举报这张图',
  reasonLabel: '有什么问题？',
  reasonHint: '管理员会看到是谁举报的',
  reasons: { rules: '这里不允许', person: '显示了真实的人', other: '其他' },
  wordsLabel: '还有什么要告诉管理员的？',
  thanks: '谢谢，已转给管理员。',
  noPlace: (link) => `本服务器没有接收举报的地方，请告诉管理员：${link}`,
  unknown: (link) => `我已经不知道这是谁请求的，请告诉管理员：${link}`,
  tooMany: (most) => `你这一小时已举报 ${numbers.format(most)} 张图，我不再转交更多。`,
  notOurs: '你可以举报由我制作、并且这里所有人都看得到的图。',
  gone: '那张图已经被删除。',
  reported: (who, reason) => `${who} 举报：**${reason}**`,
  others: (count) => `…还有 ${numbers.format(count)} 人`,
  made: (member) => `由 ${member} 制作`,
  picture: '这张图',
  deleteIt: '删除',
  deleteAndBlock: '删除并禁止作图',
  leaveIt: '保留',
  verdicts: {
    deleted: (who) => `**${who} 删除了它。**`,
    blocked: (who, member) => `**${who} 删除了它，并禁止 ${member} 在这里作图。**`,
    left: (who) => `**${who} 决定保留它。**`,
  },
  mayNot: '只有可以管理消息的成员才能决定。',
  mayNotBlock: '只有还可以管理成员的人才能禁止别人作图。',
  decided: (decision) => `这已经有决定了。${decision}`,
  beingDecided: '另一位管理员正在处理。',
};
