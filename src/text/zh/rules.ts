import type { Catalogue } from '../catalogue.ts';
import { moderatorNames } from './moderation.ts';

const numbers = new Intl.NumberFormat('zh-CN');

export const rules: Catalogue['rules'] = {
  open: '规则',
  title: '本服务器的规则',
  words: (count) => `禁用词：**${count === 0 ? '无' : numbers.format(count)}**`,
  blocks: (count) =>
    `被禁止作图的成员：**${count === 0 ? '无' : numbers.format(count)}**，管理员用 \`/${moderatorNames.block.name}\` 和 \`/${moderatorNames.unblock.name}\` 更改`,
  offHint: '关闭或重新打开某项功能…',
  editWords: '禁用词',
  wordsLabel: '每行一个；末尾加 * 匹配词的一部分',
  wordsPlaceholder: '这不是内容过滤器：只会拦下提示词里的这些词。',
};
