import type { Catalogue } from '../catalogue.ts';
import { names } from './commands.ts';

const command = (key: keyof typeof names) => `\`/${names[key].name}\``;

export const help: Catalogue['help'] = {
  title: '在这里画图',
  intro: '说出你想看到的画面，从四张里挑一张，再用下面的按钮继续创作。',
  parts: [
    {
      name: '✏️ 创作',
      value: `${command('imagine')} 用文字画图 · ${command('blend')} 把多张图混合 · ${command('video')} 生成视频 · ${command('edit')} 用文字改图`,
    },
    {
      name: '🔘 继续',
      value:
        '**U1–U4** 取出四张中的一张，**V1–V4** 以它为基础再画四张，🔄 重新生成。' +
        '单张图下方还可以变化、缩放、平移、生成动画，具体看这个机器人支持哪些。',
    },
    {
      name: '🔎 找灵感',
      value: `${command('describe')} 以图生文 · ${command('shorten')} 看看提示词里哪些词真正起作用`,
    },
    {
      name: '🗂️ 查找',
      value: `${command('jobs')} 正在进行的任务 · ${command('history')} 你做过的图 · ${command('show')} 把图和按钮重新发出来`,
    },
    {
      name: '🗑️ ✉️ ℹ️ 每张图下方',
      value: '🗑️ 删除（只有发起的成员和管理员可以按）· ✉️ 私信发给你，ℹ️ 查看全部信息（这两个谁都可以按）。',
    },
    {
      name: '📱 在任意图片上',
      value: '长按（或右键点击）消息，再点 **APP**：描述图片、用作参考图、恢复按钮。',
    },
  ],
  footer: (days) =>
    `按钮在最后一次使用后的 ${days} 天内有效，但 Midjourney 大约一个月后就不再保留图片。提示词末尾可以写 Midjourney 参数，例如 --ar 3:2。`,
  tryIt: '试一试',
  settings: '设置',
  more: '还能做什么？',
  tryTitle: '你想看到什么？',
  welcome:
    '**第一次来？**四张图下方的 **U1–U4** 取出一张，**V1–V4** 以某张为基础再画四张。' +
    '单张图下方还可以缩放、平移、局部重绘。',
};
