import type { Catalogue } from '../catalogue.ts';
import type { unreadable as english } from '../en/media.ts';

const kinds = '请使用 PNG、JPEG、WebP、GIF 或 AVIF 文件。';
const heic = '请截一张图，或把相机设为 JPEG 格式（iPhone：设置 → 相机 → 格式 → 兼容性最佳）。';

/** Why a picture that a member gave could not be had. */
export const unreadable: typeof english = {
  relayCopy: {
    what: '服务保存的图片副本，Midjourney 打不开。',
    next: '请再试一次：这次会直接给它图片本身的链接，但可能会第二次计费。',
  },
  expired: { what: '你给的图片链接已过期：Discord 的链接大约只有一天有效。', next: '请重新上传图片，或重新复制链接。' },
  missing: { what: '你给的链接里没有图片。', next: '请检查链接，或直接上传图片。' },
  notMedia: { what: '你给的不是我能读取的图片。', next: kinds },
  heic: { what: '你给的是 HEIC 照片，Midjourney 读不了。', next: heic },
  blocked: { what: '你给的图片链接指向内部网络，不允许读取。', next: '请直接上传图片。' },
  unreachable: { what: '你给的图片取不到：对方没有回应，或拒绝了访问。', next: '请稍后再试，或直接上传图片。' },
  unknown: { what: '你给的图片无法读取。', next: kinds },
};

/** What members read in Chinese when a picture or a film that they give cannot be used. */
export const media: Catalogue['media'] = {
  notAPictureFile: (name) => `“${name}”不是 Midjourney 能读取的图片。${kinds}`,
  heicFile: (name) => `“${name}”是 HEIC 照片，Midjourney 读不了。${heic}`,
  pictureTooLarge: (name, megabytes) => `“${name}”太大了。请使用不超过 ${megabytes} MB 的图片。`,
  badLink: '这不是图片链接。链接要以 https:// 或 http:// 开头。',
  messageLink: `这是一条消息的链接。请改用那条消息的菜单：APP →“描述图片”或“用作参考图”。`,
  usePicture: '想把它变成什么样？你的提示词会和这张图一起生成四张新图；加上 `--iw 2`，这张图的分量会更重。',
  givenPicture: '作为依据的原图',
  varyPicture: '以此图变化',
  promptPicture: '用作参考图',
  whichPicture: '哪一张图',
  onePicture: '图片请用文件或链接中的一种，不要同时给出。',
  noPicture: '请给出一张图片，文件或链接都可以。',
  noEndPicture: '尾帧请用文件或链接中的一种，不要同时给出。',
  nothingToAnimate: '请给出首帧图片（文件或链接），或者一段要续接的视频。',
  frameOrFilm: '首帧图片和要续接的视频只能选一个，视频本身已经有画面了。',
  endOrLoop: '循环播放的视频不能另有尾帧，请去掉其中一个。',
  badFilm: '这既不是带视频的消息链接，也不是任务编号。',
  filmUnknown: '我不认识那条消息里的视频。请改填它的任务编号（按视频下方的 ℹ️ 可以看到）。',
};
