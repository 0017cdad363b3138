import type { Catalogue, CommandNames } from '../catalogue.ts';
import { serverCommands, serverNames } from './server-commands.ts';

const of = '哪张图：消息链接或任务编号（默认：这里最新的、合适的那张）';
const link = '用图片链接代替文件';
const hidden = '结果只给你自己看';
const niji = '使用 Niji 模型，适合二次元画风';

/** What Discord shows of our commands in Chinese, the names apart. */
export const commands: Catalogue['commands'] = {
  imagine: {
    description: '用文字生成四张图',
    options: {
      prompt: '你想看到的画面。{a, b} 会各生成一次，末尾可以写参数，例如 --ar 3:2',
      aspect: '画面的宽高比',
      model: '使用哪个 Midjourney 模型',
      speed: '速度越快，费用越高',
      image: '一张参考图（垫图）',
      image2: '第二张参考图',
      image3: '第三张参考图，更多的图请把链接写在提示词前面',
      iw: '参考图的权重，0 到 3',
      sref: '风格参考：图片链接、风格代码或“random”',
      sw: '风格参考的权重，0 到 1000',
      oref: '万物参考：必须出现的东西的图片链接（Midjourney 7，费用更高）',
      cref: '角色参考：人物图片的链接（Midjourney 6、Niji 6）',
      personalize: '按你的口味：写“是”，或写个人档案、情绪板的代码',
      stylize: 'Midjourney 自身审美的强度，0 到 1000',
      chaos: '四张图之间的差异，0 到 100',
      weird: '怪异程度，0 到 3000',
      raw: '少一些美化，更贴近你的文字',
      draft: '草图模式，又快又省（Midjourney 7）',
      no: '画面里不要出现的东西',
      quality: '花多少功夫，越高费用越高',
      seed: '相同的种子和提示词会得到相近的图',
      tile: '生成可以无缝拼接的图案',
      repeat: '重复生成几次，每次计一个任务',
      private: hidden,
      more: '其他参数，例如 ow 400, cw 50, sv 6, exp 20, stop 80',
    },
    qualities: { hd: '高清 (HD)' },
  },
  blend: {
    description: '把两到五张图混合成新图',
    options: {
      image1: '第一张图',
      image2: '第二张图',
      image3: '第三张图',
      image4: '第四张图',
      image5: '第五张图',
      dimensions: '结果的形状（默认：方形）',
      niji,
      private: hidden,
    },
    shapes: { portrait: '竖版 2:3', square: '方形 1:1', landscape: '横版 3:2' },
  },
  describe: {
    description: '以图生文：为一张图写出四条提示词',
    options: { image: '要描述的图片', link, niji, private: hidden },
  },
  shorten: {
    description: '分析提示词里哪些词重要，并给出更短的版本',
    options: { prompt: '要分析的提示词', niji, private: hidden },
  },
  video: {
    description: '用图片生成短视频，或续接一段视频',
    options: {
      prompt: '视频里发生什么',
      image: '首帧图片',
      link,
      end_image: '尾帧图片',
      end_link: '用链接代替尾帧文件',
      motion: '动态幅度（默认：小）',
      loop: '首尾相接，循环播放',
      extend: '改为续接一段视频：填它的消息链接或任务编号',
      clip: '续接那条消息里的第几段视频，1 到 4（默认：1）',
      private: hidden,
    },
    motions: { low: '小', high: '大' },
  },
  edit: {
    description: '用文字修改一张图',
    options: { prompt: '想把图片改成什么样', image: '要修改的图片', link, private: hidden },
  },
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
  action: {
    description: '按下以前某张图的按钮，很久以前或别处的图也可以',
    options: {
      task_id: '任务编号，按图片下方的 ℹ️ 可以看到',
      custom_id: '要按哪个按钮',
      same_channel: '使用同一频道的账号（默认：是）',
      state: '一段备注，Midjourney 的服务会原样返回',
    },
  },
  show: {
    description: '把以前的图重新发出来，按钮都能用',
    options: { task: '任务编号（按 ℹ️ 可以看到），或者消息链接' },
  },
  info: {
    description: '一张图的全部信息：提示词、种子、参数、来源',
    options: { of: '任务编号（按 ℹ️ 可以看到），或者消息链接' },
  },
  history: {
    description: '你做过的图',
    options: { search: '只看提示词里有这些字的图' },
  },
  jobs: { description: '你正在进行和排队的任务，可以查看或取消', options: {} },
  remix: {
    description: '变体、重新生成和平移前，是否先让你修改提示词',
    options: { on: '先问我，还是立即开始' },
  },
  help: { description: '怎样在这里画图', options: {} },
  settings: { description: '你的默认设置：模型、比例、速度等', options: {} },
  ...serverCommands,
  revive: { name: '恢复按钮' },
  describePicture: { name: '描述图片' },
  usePicture: { name: '用作参考图' },
  reportPicture: { name: '举报图片' },
};

const hiddenName = '私密';
const nijiName = 'niji';
const promptName = '提示词';
const pictureName = '图片';
const linkName = '链接';

/** What commands and options are called in Chinese. */
export const names: CommandNames = {
  imagine: {
    name: '想象',
    options: {
      prompt: promptName,
      aspect: '比例',
      model: '模型',
      speed: '速度',
      image: '参考图',
      image2: '参考图2',
      image3: '参考图3',
      iw: '参考图权重',
      sref: '风格参考',
      sw: '风格权重',
      oref: '万物参考',
      cref: '角色参考',
      personalize: '个性化',
      stylize: '风格化',
      chaos: '多样性',
      weird: '怪异',
      raw: '原始',
      draft: '草图',
      no: '排除',
      quality: '质量',
      seed: '种子',
      tile: '平铺',
      repeat: '重复',
      private: hiddenName,
      more: '其他参数',
    },
  },
  blend: {
    name: '混图',
    options: {
      image1: '图1',
      image2: '图2',
      image3: '图3',
      image4: '图4',
      image5: '图5',
      dimensions: '尺寸',
      niji: nijiName,
      private: hiddenName,
    },
  },
  describe: { name: '描述', options: { image: pictureName, link: linkName, niji: nijiName, private: hiddenName } },
  shorten: { name: '精简', options: { prompt: promptName, niji: nijiName, private: hiddenName } },
  video: {
    name: '视频',
    options: {
      prompt: promptName,
      image: '首帧',
      link: '首帧链接',
      end_image: '尾帧',
      end_link: '尾帧链接',
      motion: '动态',
      loop: '循环',
      extend: '续接',
      clip: '片段',
      private: hiddenName,
    },
  },
  edit: { name: '编辑', options: { prompt: promptName, image: pictureName, link: linkName, private: hiddenName } },
  upscale: { name: '放大', options: { index: '哪一张', of: '图片' } },
  vary: { name: '变化', options: { index: '哪一张', of: '图片' } },
  reroll: { name: '重新生成', options: { of: '图片' } },
  zoom: { name: '缩放', options: { factor: '倍数', of: '图片' } },
  pan: { name: '平移', options: { direction: '方向', of: '图片' } },
  action: {
    name: '按钮',
    options: { task_id: '任务编号', custom_id: '按钮', same_channel: '同频道', state: '备注' },
  },
  show: { name: '显示', options: { task: '任务' } },
  info: { name: '详情', options: { of: '任务' } },
  history: { name: '历史', options: { search: '搜索' } },
  jobs: { name: '任务', options: {} },
  remix: { name: 'remix', options: { on: '开启' } },
  settings: { name: '设置', options: {} },
  help: { name: '帮助', options: {} },
  ...serverNames,
};
