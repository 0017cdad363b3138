import type { MakingCommands, MakingWords } from '../words-making.ts';
import { names } from './command-names.ts';

const link = '用图片链接代替文件';
const hidden = '结果只给你自己看';
const niji = '使用 Niji 模型，适合二次元画风';

export const makingCommands: MakingCommands = {
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
  describePicture: { name: '描述图片' },
  usePicture: { name: '用作参考图' },
};

export const making: MakingWords = {
  pickHint: '按数字即可用对应的提示词画图，开始前还可以修改。',
  describedPicture: '被描述的图片',
  noDescription: 'Midjourney 的中转服务只送回了图片，没有任何描述。',
  favourite: '❤️ Midjourney 已把它收进这个机器人账号的收藏。',
  stopping: '已请求 Midjourney 停止。',
  unsupported: (gesture, kind) => ({
    what: `这个机器人的中转服务不提供“${gesture}”。没有产生费用。`,
    next: (kind !== 'request' && elsewhere[kind]) || '其他功能都可以正常使用。',
  }),
  notAPictureFile: (name) => `“${name}”不是 Midjourney 能读取的图片。请使用 PNG、JPEG、WebP 或 GIF 文件。`,
  pictureTooLarge: (name, megabytes) => `“${name}”太大了。请使用不超过 ${megabytes} MB 的图片。`,
  badLink: '这不是图片链接。链接要以 https:// 或 http:// 开头。',
  messageLink: `这是一条消息的链接。请改用那条消息的菜单：APP →“描述图片”或“用作参考图”。`,
  onePicture: '图片请用文件或链接中的一种，不要同时给出。',
  noPicture: '请给出一张图片，文件或链接都可以。',
  noEndPicture: '尾帧请用文件或链接中的一种，不要同时给出。',
  nothingToAnimate: '请给出首帧图片（文件或链接），或者一段要续接的视频。',
  frameOrFilm: '首帧图片和要续接的视频只能选一个，视频本身已经有画面了。',
  endOrLoop: '循环播放的视频不能另有尾帧，请去掉其中一个。',
  badFilm: '这既不是带视频的消息链接，也不是任务编号。',
  filmUnknown: '我不认识那条消息里的视频。请改填视频下方的任务编号。',
  pickTitle: (number) => `提示词 ${number}`,
  usePictureTitle: '用作参考图',
  picture: '图片',
  pictureHint: '图片的链接，保持原样即可。',
};

/** What does the same where a button is not offered. */
const elsewhere: Partial<Record<string, string>> = {
  animate: `可以试试 /${names.video.name}：把这张图作为附件，或者粘贴它的链接。`,
  animateExtend: `可以试试 /${names.video.name} 的“${names.video.options.extend}”选项，填上那段视频所在消息的链接。`,
  videoPick: `全部视频都在前一条消息里。要续接其中一段，请用 /${names.video.name} 的“${names.video.options.extend}”选项。`,
};
