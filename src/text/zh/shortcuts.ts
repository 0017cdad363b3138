import type { ShortcutCommands, ShortcutWords, TogetherWords } from '../words-shortcuts.ts';
import { names } from './command-names.ts';

const of = '哪张图：消息链接或任务编号（默认：这里最新的合适的图）';

/** What Discord shows of the commands that stand for buttons, in Chinese. */
export const shortcutCommands: ShortcutCommands = {
  upscale: {
    description: '放大四张中的一张，或进一步放大单张图',
    options: { index: '四张中的哪一张，或单张图怎样放大', of },
    kinds: { subtle: '保守', creative: '创意' },
  },
  vary: {
    description: '以四张中的一张或单张图为基础，再画四张变体',
    options: { index: '四张中的哪一张，或单张图变化多大', of },
    kinds: { subtle: '微调', strong: '强烈' },
  },
  reroll: { description: '用同样的文字重新生成四张图', options: { of } },
  zoom: {
    description: '拉远镜头，显示单张图周围更多的画面',
    options: { factor: '缩放倍数，1 到 2', of },
  },
  pan: {
    description: '让单张图向一侧延伸',
    options: { direction: '向哪一侧', of },
    sides: { left: '左', right: '右', up: '上', down: '下' },
  },
};

/** What Chinese-speaking members read around those commands. */
export const shortcuts: ShortcutWords = {
  nothingFits: (gesture) =>
    `这里最近的图都不能“${gesture}”。请用“${names.upscale.options.of}”指定一张：消息链接或图片下方的任务编号。`,
  notOffered: (gesture) => `那张图不能“${gesture}”。请从它下方的按钮里选择。`,
};

/** What Chinese-speaking members read around four upscales with one press. */
export const together: TogetherWords = {
  upscaleAll: '全部放大',
  ready: '已完成',
  elsewhere: (link) => `以前做过：${link}`,
  hidden: '以前做过，但在你看不到的地方。按它自己的按钮即可查看。',
  openHint: '按数字即可打开那张图和它的全部按钮，不产生费用。',
  allThere: '四张都已经做过了：',
  noGrid: '这不是四宫格，或者我已经不记得它了。',
};
