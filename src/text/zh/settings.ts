import type { Catalogue } from '../catalogue.ts';
import { names } from './commands.ts';

const stylizes: ReadonlyMap<number, string> = new Map([
  [50, '低（50）'],
  [100, '中（100）'],
  [250, '高（250）'],
  [750, '很高（750）'],
]);

export const settings: Catalogue['settings'] = {
  title: '你的设置',
  intro: '你做的每张图都以这里为默认。提示词里写的、命令里选的优先。',
  labelled: (name, value) => `${name}：${value}`,
  names: {
    model: '模型',
    aspect: '比例',
    speed: '速度',
    stylize: '风格化',
    remix: 'Remix',
    private: '仅自己可见',
    notices: '提醒我',
    suffix: '固定后缀',
  },
  meanings: {
    remix: { on: '变体、重新生成和平移前，先让你修改提示词', off: '按下按钮就立即开始' },
    private: { on: '你做的图只有你自己能看到', off: '这里的所有人都能看到你做的图' },
    notices: { on: '耗时较长的图完成时提醒', off: '从不提醒' },
  },
  on: '开',
  off: '关',
  unset: '由 Midjourney 决定',
  noSuffix: '无',
  leftOut: (model) => `（${model} 不支持，会自动略去）`,
  stylize: (value) => stylizes.get(value) ?? String(value),
  askSuffix: '固定后缀…',
  suffixLabel: '自动加在每条提示词末尾的内容',
  suffixHint: '--no text，或者一些词语，例如：柔和的光线，胶片颗粒',
  reset: '恢复默认',
};

/** Remix in Chinese. */
export const remix: Catalogue['remix'] = {
  on: `Remix 已开启：变体、重新生成和平移前会先让你修改提示词。此时每次通常花费 2 个任务：按下按钮和新的提示词各一次。用 \`/${names.remix.name} ${names.remix.options.on}:False\` 关闭。`,
  off: 'Remix 已关闭：变体、重新生成和平移会用原来的提示词立即开始。',
};
