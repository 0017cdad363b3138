import type { Catalogue } from '../catalogue.ts';
import { names } from './commands.ts';

/** What Chinese-speaking members read around those commands. */
export const shortcuts: Catalogue['shortcuts'] = {
  nothingFits: (gesture) =>
    `这里最近的图都不能“${gesture}”。请用“${names.upscale.options.of}”指定一张：消息链接，或任务编号（按 ℹ️ 可以看到）。`,
  notOffered: (gesture) => `那张图不能“${gesture}”。请从它下方的按钮里选择。`,
};
