import type { Catalogue } from '../catalogue.ts';
import { timeUntil } from '../forms.ts';

const numbers = new Intl.NumberFormat('zh-CN');
const number = (value: number) => numbers.format(value);
/** A month such as `2026-11` in words. */
const months = new Intl.DateTimeFormat('zh-CN', { year: 'numeric', month: 'long', timeZone: 'UTC' });
const nameOf = (month: string) => months.format(Date.parse(month));
const credits = (amount: number) => `${number(amount)} 点`;

/** What Discord shows of the commands about credits, in Chinese. */
export const creditCommands: Pick<Catalogue['commands'], 'credits' | 'me' | 'server' | 'usage'> = {
  me: { description: '你用了多少点数、还剩多少，以及各项的价格', options: {} },
  usage: {
    description: '本服务器的成员每月用了多少',
    options: { period: '哪个月（默认：本月）', member: '只看这位成员的用量' },
    periods: { this: '本月', last: '上个月' },
  },
  credits: {
    description: '为本服务器的一位成员增加今天的点数',
    options: { member: '给谁', amount: '多少点，1 到 10,000', note: '原因，运行机器人的人可以在日志里看到' },
  },
  server: { description: '本服务器如何作图：额度、身份组、暂停', options: {} },
};

/** What these commands are called. */
export const creditNames = {
  me: { name: '我的点数', options: {} },
  credits: { name: '赠送点数', options: { member: '成员', amount: '点数', note: '备注' } },
  server: { name: '服务器', options: {} },
  usage: { name: '用量', options: { period: '月份', member: '成员' } },
};

export const account: Catalogue['account'] = {
  title: '你的点数',
  spans: { day: '今天', month: '本月' },
  used: (amount) => `已用 **${credits(amount)}**，没有上限`,
  left: (left, limit, until) => `还剩 **${number(left)} / ${credits(limit)}** · ${timeUntil(until)}恢复`,
  held: (amount) => `其中 ${credits(amount)}为正在进行的任务预留。`,
  nothing: '你在这里没有可用的点数。',
  pricesTitle: '价格',
  prices: ({ image, upscale, upscaleHd, text, video }) =>
    `四张一组的图 ${number(image)} · U1 至 U4 ${number(upscale)} · 再次放大 ${number(upscaleHd)} · 以图生文、精简提示词 ${number(text)} · 视频 ${number(video)}`,
  turbo: (percent) => `Turbo 模式的价格是以上的 ${number(percent)}%。`,
  settings: '设置',
};

export const giving: Catalogue['giving'] = {
  given: (who, amount) => `${who} 今天多了 ${credits(amount)}。`,
  badAmount: (most) => `请写 1 到 ${number(most)} 之间的点数。没有更改任何内容。`,
  toBot: (who) => `${who} 是机器人，机器人不能在这里作图。没有更改任何内容。`,
  inVain: (who) =>
    `按本服务器的规则，${who} 在这里完全不能作图，给点数也没有用。可在 \`/server\` → **身份组** 里更改。没有给出点数。`,
};

export const usage: Catalogue['usage'] = {
  title: (month) => `${nameOf(month)}的用量`,
  nothing: '这个月没有用量。',
  total: (jobs, amount) => `共 ${number(jobs)} 个任务，**${credits(amount)}**`,
  kinds: { image: '四张一组的图', upscale: 'U1 至 U4', upscaleHd: '再次放大', text: '文字', video: '视频' },
  ofKind: (kind, jobs, amount) => `${kind}：${number(jobs)} 个，${credits(amount)}`,
  member: (who, jobs, amount) => `- ${who} · ${number(jobs)} 个，**${credits(amount)}**`,
  page: (page, of) => `第 ${number(page)} 页，共 ${number(of)} 页`,
  chart: (highest) => `每一条是这个月的一天，颜色如上，最高的一天是 ${credits(highest)}。`,
  table: '这个月的表格：每位成员每天一行，每位成员每种一行。',
};

export const serverPanel: Catalogue['serverPanel'] = {
  notManager: '只有可以管理本服务器的成员才能这样做。',
  title: '这里如何作图',
  paidBy: (used) => `由**运行这个机器人的人**付费 · ${used}`,
  usedNoLimit: (used) => `本月已用 **${credits(used)}**`,
  usedOf: (used, limit) => `本月已用 **${number(used)} / ${credits(limit)}**`,
  unpaid: '运行这个机器人的人**没有为本服务器付费**，所以这里不能作图，请联系他们。',
  everyone: (limit) => `所有人：**${limit}**`,
  role: (role, limit) => `身份组 ${role}：**${limit}**`,
  server: (limit) => `整个服务器：**${limit}**`,
  days: (zone) => `每天从 **${zone}** 的零点开始`,
  off: (list) => `已关闭：**${list}**`,
  nothingOff: '无',
  features: {
    video: '视频',
    turbo: 'Turbo 模式',
    upscaleHd: '再次放大',
    edit: '图片编辑',
    private: '仅自己可见的结果',
    action: '按编号操作',
    many: '一次多个任务',
  },
  paused: '作图已**暂停**，之前请求的图仍会送达。',
  where:
    '谁能用、在哪里用：**所有人，所有频道**。可在“服务器设置 → 整合”里更改，按钮跟随 `/imagine` 和 `/video` 的设置。',
  noLimit: '没有上限',
  limit: (day, month) =>
    [day === null ? [] : `每天 ${credits(day)}`, month === null ? [] : `每月 ${credits(month)}`].flat().join('，'),
  nothing: '无',
  start: '从一套规则开始…',
  starts: {
    open: { label: '开放', description: '开启全部功能，没有上限：身份组和整个服务器的上限也一并取消' },
    fair: { label: '公平', description: '每人每天 40 点，关闭视频和 Turbo 模式。身份组的额度不变' },
    club: { label: '会员', description: '所有人都没有点数，之后选择身份组和它的点数。其他设置不变' },
  },
  clubNext: '现在请选择谁可以作图：**身份组**。',
  limits: '额度',
  roles: '身份组',
  pause: '暂停',
  goOn: '继续',
  limitsTitle: '额度（点数）',
  memberDay: '每位成员每天',
  memberMonth: '每位成员每月',
  serverDay: '整个服务器每天',
  serverMonth: '整个服务器每月',
  zone: '每天按哪个时区开始',
  zoneHint: '例如 Asia/Shanghai',
  empty: '留空：没有上限',
  rolesTitle: '身份组的点数',
  roleLabel: '身份组',
  roleDay: '拥有它的成员每天',
  roleMonth: '拥有它的成员每月',
  roleEmpty: '下面两项都留空，就取消它单独的额度',
  badNumber: (text) => `“${text}”不是点数。请写 40 这样的数字，或留空表示没有上限。没有更改任何内容。`,
  badZone: (text) => `我不认识时区“${text}”，请写成 Asia/Shanghai 这样。没有更改任何内容。`,
  tooManyRoles: (most) => `最多可以为 ${number(most)} 个身份组单独设置额度。没有更改任何内容。`,
};
