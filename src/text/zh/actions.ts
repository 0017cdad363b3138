import type { ActionClass } from '../../domain/buttons/action.ts';

/** Midjourney's buttons as Chinese members call them. */
export const actionNames: Readonly<Record<ActionClass, string>> = {
  upscale: '放大',
  upscaleHd: '放大',
  variation: '变体',
  reroll: '重新生成',
  varySubtle: '微调变化',
  varyStrong: '强烈变化',
  varyRegion: '局部重绘',
  zoom: '缩放',
  zoomCustom: '自定义缩放',
  makeSquare: '变为方形',
  pan: '平移',
  animate: '生成视频',
  animateExtend: '续接视频',
  videoPick: '选取视频',
  bookmark: '收藏',
  describePick: '用描述生成',
  describeAll: '全部生成',
  describeRetry: '重新描述',
  shortenPick: '用精简提示词生成',
  cancel: '取消任务',
  unknown: 'Midjourney 按钮',
};

/** The classes of one button each, whose label tells nothing more. */
const single: ReadonlySet<ActionClass> = new Set([
  'reroll',
  'varySubtle',
  'varyStrong',
  'varyRegion',
  'zoomCustom',
  'makeSquare',
  'bookmark',
  'describeAll',
  'describeRetry',
  'cancel',
]);

/** The labels of the other classes in Chinese. U1, V1 and labels without letters are the same in every language. */
const details: readonly (readonly [RegExp, string])[] = [
  [/^[UV]?\P{L}+$/iu, '$&'],
  [/^Redo Upscale \(Subtle\)$/i, '重新放大（保守）'],
  [/^Redo Upscale \(Creative\)$/i, '重新放大（创意）'],
  [/^Redo Upscale\b/i, '重新放大'],
  [/^Upscale \(Subtle\)$/i, '放大（保守）'],
  [/^Upscale \(Creative\)$/i, '放大（创意）'],
  [/^Upscale\b/i, '放大'],
  [/^Zoom Out\b/i, '缩放'],
  [/^Pan Left$/i, '向左平移'],
  [/^Pan Right$/i, '向右平移'],
  [/^Pan Up$/i, '向上平移'],
  [/^Pan Down$/i, '向下平移'],
  [/^Animate \(High motion\)$/i, '生成视频（大动态）'],
  [/^Animate \(Low motion\)$/i, '生成视频（小动态）'],
  [/^Extend \(High motion\)$/i, '续接视频（大动态）'],
  [/^Extend \(Low motion\)$/i, '续接视频（小动态）'],
  [/^Imagine (?=\d)/i, '生成 '],
];

/** What a button is called: its label in Chinese, else the name of its class. One of no known class keeps its label. */
export function action(kind: ActionClass, label: string): string {
  if (single.has(kind)) return actionNames[kind];
  const [pattern, chinese = ''] = details.find(([known]) => known.test(label)) ?? [];
  if (pattern) return label.replace(pattern, chinese);
  return kind === 'unknown' && label !== '' ? label : actionNames[kind];
}

/** The same where five buttons share a row. */
export function short(kind: ActionClass, label: string): string {
  return action(kind, label)
    .replace(/^(?:生成|续接)视频（(.+)）$/, kind === 'animate' ? '视频·$1' : '续接·$1')
    .replace(/^([^（）]+)（([^（）]+)）$/, '$1·$2')
    .replace(/^自定义缩放$/, '自定义')
    .replace(/^变为方形$/, '方形');
}
