import type { CommandNames } from '../catalogue.ts';

const hidden = '私密';
const niji = 'niji';
const prompt = '提示词';
const picture = '图片';
const link = '链接';

/** What commands and options are called in Chinese. */
export const names: CommandNames = {
  imagine: {
    name: '想象',
    options: {
      prompt,
      image: '参考图',
      image2: '参考图2',
      image3: '参考图3',
      image4: '参考图4',
      image5: '参考图5',
      aspect: '比例',
      model: '模型',
      speed: '速度',
      stylize: '风格化',
      chaos: '多样性',
      weird: '怪异',
      seed: '种子',
      no: '排除',
      quality: '质量',
      tile: '平铺',
      raw: '原始',
      sref: '风格参考',
      cref: '角色参考',
      oref: '万物参考',
      repeat: '重复',
      private: hidden,
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
      niji,
      private: hidden,
    },
  },
  describe: { name: '描述', options: { image: picture, link, niji, private: hidden } },
  shorten: { name: '精简', options: { prompt, niji, private: hidden } },
  video: {
    name: '视频',
    options: {
      prompt,
      image: '首帧',
      link: '首帧链接',
      end_image: '尾帧',
      end_link: '尾帧链接',
      motion: '动态',
      loop: '循环',
      extend: '续接',
      clip: '片段',
      private: hidden,
    },
  },
  edit: { name: '编辑', options: { prompt, image: picture, link, private: hidden } },
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
};
