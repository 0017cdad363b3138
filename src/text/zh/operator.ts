import type { Catalogue } from '../catalogue.ts';

const numbers = new Intl.NumberFormat('zh-CN');
const number = (value: number) => numbers.format(value);
const credits = (amount: number) => `${number(amount)} 点`;

/** What Discord shows of the command for the people who run the bot, in Chinese. */
export const operatorCommands: Pick<Catalogue['commands'], 'operator'> = {
  operator: { description: '管理这个机器人：价格、额度、服务器、警报、暂停', options: {} },
};

/** What it is called. */
export const operatorNames = { operator: { name: '运行管理', options: {} } };

export const operator: Catalogue['operator'] = {
  notOperator: '只有运行这个机器人的人才能这样做，并且要在它的私信里。',
  title: '这个机器人',
  paused: '所有地方都已**暂停**作图，之前请求的图仍会送达。',
  used: (day, month) => `已用：今天 **${credits(day)}**，本月 **${credits(month)}**`,
  inDoubt: (amount) => `本月有 ${credits(amount)}已退还给成员，但中转服务可能已经收费。`,
  limits: (bot, member, newServer) => `整个机器人：**${bot}** · 每位成员：**${member}** · 新服务器：**${newServer}**`,
  alerts: (where) => `警报：**${where}**`,
  places: {
    firstOperator: '私信给 OPERATORS 里的第一位',
    nowhere: '不发送，只写入日志和 `/healthz`',
    member: (who) => `私信给 ${who}`,
    channel: (channel) => `发到 ${channel}`,
  },
  blocked: (count) => `已禁止的成员：**${count === 0 ? '无' : number(count)}**`,
  serversTitle: '服务器，按本月点数排列',
  noServers: '机器人还没有加入任何服务器。',
  server: (name, facts) => `- **${name}** · ${facts.join(' · ')}`,
  serverUsed: (amount, jobs) =>
    amount === 0 && jobs === 0 ? '本月没有用量' : `${number(jobs)} 个任务，${credits(amount)}`,
  closed: '已关闭',
  unpaid: '未付费',
  page: (page, of) => `第 ${number(page)} 页，共 ${number(of)} 页`,
  pick: '管理一个服务器…',
  prices: '价格',
  limitsButton: '额度',
  alertsButton: '警报',
  blockedButton: '禁止名单',
  pause: '全部暂停',
  goOn: '继续',
  pricesTitle: '价格（点数）',
  priceFields: {
    image: '四张一组的图',
    upscales: 'U1 至 U4 / 再次放大',
    text: '以图生文、精简提示词',
    video: '一个视频',
    turbo: 'Turbo 模式，占以上价格的百分比',
  },
  pricesHint: '一个整数',
  limitsTitle: '额度（点数）：每天 / 每月',
  limitFields: {
    bot: '整个机器人，每天 / 每月',
    member: '每位成员在所有地方，每天 / 每月',
    newServer: '还没有单独设置的服务器',
  },
  limitHint: '例如 1000 / 20000，留空表示没有上限',
  alertsTitle: '警报发到哪里',
  alertsWhere: '位置',
  alertChoices: { me: '私信给我', channel: '发到频道', nowhere: '不发送' },
  channelLabel: '频道链接',
  channelHint: '右键点击频道，然后复制链接',
  blockedTitle: '禁止名单',
  blockedLabel: '用户 ID，每行一个',
  blockedHint: '他们在任何地方都不能用这个机器人作图',
  trial: '关于这个机器人的警报今后会发到这个频道。',
  badPrice: (text, most) => `“${text}”不是价格。请写 1 到 ${number(most)} 之间的整数。没有更改任何内容。`,
  badLimit: (text) =>
    `“${text}”不是点数。请按“每天 / 每月”填写，例如 1000 / 20000，或留空表示没有上限。没有更改任何内容。`,
  badId: (text) =>
    `“${text}”不是用户 ID。请在 Discord 打开开发者模式，然后右键点击成员，复制用户 ID。没有更改任何内容。`,
  tooManyBlocked: (most) => `最多可以禁止 ${number(most)} 位成员。没有更改任何内容。`,
  badChannel: (text) => `“${text}”不是频道链接。请右键点击频道，然后复制链接。没有更改任何内容。`,
  cannotWrite: (channel) => `我不能在 ${channel} 发消息，请给我“查看频道”和“发送消息”权限。没有更改任何内容。`,
  serverPays: (pays) => (pays ? '由你付费：**是**' : '由你付费：**否**，所以那里不能作图'),
  serverLimit: (limit) => `它的额度：**${limit}**`,
  serverOpen: (isOpen) => (isOpen ? '机器人对它**开放**。' : '机器人对它**关闭**。'),
  pay: '为它付费',
  unpay: '停止付费',
  limitButton: '额度',
  close: '关闭',
  open: '开放',
  back: '返回',
  serverLimitTitle: '这个服务器可以用多少',
  serverLimitLabel: '点数，每天 / 每月',
};
