import type { ImagineCommands, ManyWords } from '../words-many.ts';

const numbers = new Intl.NumberFormat('zh-CN');
const jobs = (count: number) => `${numbers.format(count)} 个任务`;

/** What Discord shows of /imagine in Chinese. */
export const imagineCommands: ImagineCommands = {
  imagine: {
    description: '用文字生成四张图',
    options: {
      prompt: '你想看到的画面。{a, b} 会各生成一次，末尾可以写参数，例如 --ar 3:2',
      image: '一张参考图（垫图）',
      image2: '另一张参考图',
      image3: '第三张参考图',
      image4: '第四张参考图',
      image5: '第五张参考图',
      aspect: '画面的宽高比',
      model: '使用哪个 Midjourney 模型',
      stylize: 'Midjourney 自身审美的强度，0 到 1000',
      chaos: '四张图之间的差异，0 到 100',
      weird: '怪异程度，0 到 3000',
      seed: '相同的种子和提示词会得到相近的图',
      no: '画面里不要出现的东西',
      quality: '花多少功夫，越高费用越高',
      tile: '生成可以无缝拼接的图案',
      raw: '少一些美化，更贴近你的文字',
      sref: '风格参考：图片链接、风格代码或“random”',
      cref: '角色参考：人物图片的链接',
      oref: '万物参考：必须出现的东西的图片链接（费用更高）',
      speed: '速度越快，费用越高',
      repeat: '重复生成几次，每次算一个任务',
      private: '结果只给你自己看',
    },
  },
};

/** What Chinese-speaking members read where one gesture makes several jobs. */
export const many: ManyWords = {
  confirm: (count) => `这会一次生成 ${numbers.format(count)} 组图：`,
  cost: (count) => `将花费 **${jobs(count)}**。你确认之前不会开始。`,
  others: (count) => `……还有 ${numbers.format(count)} 条`,
  make: (count) => `生成 ${numbers.format(count)} 组`,
  cancel: '取消',
  started: (count) => `${jobs(count)}已经开始，各有一条自己的消息。`,
  cancelled: '已取消。没有开始，也没有产生费用。',
  expired: '这个问题太久远了。请重新发送命令。没有产生费用。',
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
  missing: (count) => `其中 ${numbers.format(count)} 个 Discord 不允许我显示，所以没有开始，也没有产生费用。`,
};
