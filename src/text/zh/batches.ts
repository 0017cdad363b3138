import type { Catalogue } from '../catalogue.ts';

const numbers = new Intl.NumberFormat('zh-CN');
const jobs = (count: number) => `${numbers.format(count)} 个任务`;

/** What Chinese-speaking members read where one gesture makes several jobs. */
export const batches: Catalogue['batches'] = {
  confirm: (count) => `这会一次生成 ${numbers.format(count)} 组图`,
  written: (text) => `你写的是：**${text}**`,
  comes: '其中每条各生成一组图：',
  confirmJson: '这条提示词是 JSON，要原样发送吗？',
  jsonHint: '在这里花括号表示多选：`{红, 绿}` 会各生成一次。也可以把整段文字当作一条提示词发送。',
  asOne: '作为一条提示词发送',
  cost: (count) => `将花费 **${jobs(count)}**。你确认之前不会开始。`,
  others: (count) => `……还有 ${numbers.format(count)} 条`,
  make: (count) => `生成 ${numbers.format(count)} 组`,
  cancel: '取消',
  started: (count) => `${jobs(count)}已经开始，各有一条自己的消息。`,
  cancelled: '已取消。没有开始，也没有产生费用。',
  unsure: '你上一次点击还在处理。请稍后再点一次，不会重复生成。',
  expired: '这次提问已经过期。请重新发送命令。没有产生费用。',
  tooMany: (count, limit) =>
    `这会产生${count === null ? '多得数不清的任务' : ` ${jobs(count)}`}，一次最多 ${numbers.format(limit)} 个。请减少一些选项。没有产生费用。`,
  noRoom: (count, room) =>
    room > 0
      ? `这会产生 ${jobs(count)}，但你现在只能再开始 ${numbers.format(room)} 个。请减少数量，或等一些任务完成。`
      : `这会产生 ${jobs(count)}，但你进行中的任务已达上限。请等一些任务完成。`,
  tooManyHere: (count, limit) =>
    `这会产生 ${jobs(count)}，但我不是这个服务器的成员，一次最多只能显示 ${numbers.format(limit)} 个。请减少数量。`,
  unbalanced:
    '提示词里有一个花括号没有配对。选项请写成 {red, green}，只想写括号本身时用 \\\\{ 或 \\\\}。没有产生费用。',
  onlyOne:
    '这个命令一段文字只做一件事。{red, green} 这样的选项和 --repeat 请用在 /imagine 里；只想写括号本身时用 \\\\{ 或 \\\\}。没有产生费用。',
  missing: (count) => `其中 ${numbers.format(count)} 个 Discord 不允许我显示，所以没有开始，也没有产生费用。`,
};

/** What Chinese-speaking members read around four upscales with one press. */
export const grouped: Catalogue['grouped'] = {
  upscaleAll: '全部放大',
  ready: '已完成',
  elsewhere: (link) => `以前做过：${link}`,
  hidden: '以前做过，但在你看不到的地方。按它自己的按钮即可查看。',
  openHint: '接下来：按 **U1–U4** 单独打开那张图和它的全部按钮。打开不产生费用。',
  allThere: '四张都已经做过了：',
  noGrid: '这不是四宫格，或者我已经不记得它了。',
};
