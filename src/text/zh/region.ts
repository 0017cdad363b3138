import type { Catalogue } from '../catalogue.ts';

const percents = new Intl.NumberFormat('zh-CN', { style: 'percent' });

const share = (part: number) => `画面的 ${part > 0 && part < 0.01 ? '不到 1%' : percents.format(part)} 将被重绘。`;

/** Vary (Region) in Chinese. */
export const region: Catalogue['region'] = {
  title: '要重绘哪一部分？',
  how: '从菜单里选择格子，或点一个区域把它加入，再点一次则去掉。其余部分保持不变。选择不收费，按**继续**并发送后花费 1 个任务。',
  menu: (cells) => `选择格子（共 ${cells} 个）`,
  chosen: (cells, part) => `**${cells.join('、')}**\n${share(part)}`,
  painted: (part) => `**你涂抹的部分**\n${share(part)}`,
  nothingChosen: '还没有选择。',
  paintedAlt: (part) => `图片，你涂抹的部分已标出：${share(part)}`,
  alt: (chosen) => `带网格的图片。已选：${chosen === '' ? '无' : chosen}`,
  areas: {
    left: '左半边',
    right: '右半边',
    top: '上半边',
    bottom: '下半边',
    centre: '中间',
    edges: '四周',
  },
  invert: '反选',
  clear: '清除',
  paint: '自己涂抹',
  go: '继续',
  trouble: {
    blocked: '这张图所在的地址不允许我读取，所以无法选择区域。没有产生费用。',
    missing: '这张图已经不在原来的地址，所以无法选择区域。没有产生费用。',
    tooLarge: '这张图太大，无法选择区域。没有产生费用。',
    notMedia: '这不是我能读取的图片。请使用 PNG、JPEG 或 WebP 文件。',
    expired: '这张图的 Discord 地址已过期。请重新打开消息再按一次，没有产生费用。',
    heic: '这是 HEIC 照片，我读不了。请先存成 JPEG。',
    failing: '存放这张图的服务暂时出错。请一分钟后再试，没有产生费用。',
    unreachable: '暂时取不到这张图。请一分钟后再试，没有产生费用。',
    empty: '我看不出和原图有什么不同。请用一种醒目的颜色涂抹要改变的部分，再发送这张图。',
    otherPicture: '这看起来不是这张图的涂抹版。请保存这张图，涂抹其中一部分，不要裁剪，再发送给我。',
  },
  paintTitle: '自己涂抹',
  paintLabel: '涂抹过的图片',
  paintHint: '保存图片，用一种醒目的颜色涂抹要改变的部分，然后添加到这里。',
  needsPicture: '局部重绘（Vary Region）需要先选择区域，但我的消息里没有这张图。请直接按图片下方的按钮。',
};
