import type { CommandCatalogue } from './words.ts';
import { findingCommands } from './zh-finding.ts';
import { makingCommands } from './zh-making.ts';

/** What Discord shows of our commands in Chinese. */
export const commands: CommandCatalogue = {
  ...findingCommands,
  imagine: {
    description: '用文字生成四张图',
    options: {
      prompt: '你想看到的画面，末尾可以写 Midjourney 参数，例如 --ar 3:2',
      image: '一张参考图（垫图）',
      aspect: '画面的宽高比',
      model: '使用哪个 Midjourney 模型',
      speed: '速度越快，费用越高',
      stylize: 'Midjourney 自身审美的强度，0 到 1000',
      chaos: '四张图之间的差异，0 到 100',
      weird: '怪异程度，0 到 3000',
      seed: '相同的种子和提示词会得到相近的图',
      no: '画面里不要出现的东西',
      raw: '少一些美化，更贴近你的文字',
      tile: '生成可以无缝拼接的图案',
      private: '结果只给你自己看',
    },
  },
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
