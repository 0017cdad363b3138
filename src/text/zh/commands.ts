import type { CommandCatalogue } from '../catalogue.ts';
import { findingCommands } from './finding.ts';
import { makingCommands } from './making.ts';
import { imagineCommands } from './many.ts';
import { shortcutCommands } from './shortcuts.ts';

/** What Discord shows of our commands in Chinese. */
export const commands: CommandCatalogue = {
  ...findingCommands,
  ...imagineCommands,
  ...shortcutCommands,
  action: {
    description: '按下以前某张图的按钮，很久以前或别处的图也可以',
    options: {
      task_id: '图片下方的任务编号',
      custom_id: '要按哪个按钮',
      same_channel: '使用同一频道的账号（默认：是）',
      state: '一段备注，中转服务会原样返回',
    },
  },
  remix: {
    description: '变体、重新生成和平移前，是否先让你修改提示词',
    options: { on: '先问我，还是立即开始' },
  },
  help: { description: '怎样在这里画图', options: {} },
  settings: { description: '你的默认设置：模型、比例、速度等', options: {} },
  ...makingCommands,
};
