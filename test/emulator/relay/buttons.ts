import { sceneOf } from './pictures/picture.ts';
import type { EmulatedTask, TaskKind } from './tasks.ts';

/** As relays send it. A link has no customId at all. */
export type Button = {
  readonly customId?: string;
  readonly emoji: string;
  readonly label: string;
  readonly type: 2;
  readonly style: number;
  readonly url?: string;
};

const button = (customId: string, label: string, emoji = '', style = 2): Button => ({
  customId,
  emoji,
  label,
  type: 2,
  style,
});

const keycaps = ['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣'];

type Faces = 'grid' | 'single' | 'hd' | 'videoGrid' | 'videoSingle' | 'describe' | 'shorten';

/** What a finished task of each kind looks like. */
const faces: Readonly<Partial<Record<TaskKind, Faces>>> = {
  upscale: 'single',
  upscaleHd: 'hd',
  video: 'videoGrid',
  animate: 'videoGrid',
  extend: 'videoGrid',
  videoPick: 'videoSingle',
  describe: 'describe',
  describeRetry: 'describe',
  shorten: 'shorten',
};

export function faceOf(kind: TaskKind): Faces {
  return faces[kind] ?? 'grid';
}

/** The buttons that Midjourney puts under a finished task, in its own order. */
export function buttonsOf(task: EmulatedTask): Button[] {
  const { uuid, finalPrompt, kind } = task;
  switch (faceOf(kind)) {
    case 'grid':
      return [
        ...[1, 2, 3, 4].map((n) => button(`MJ::JOB::upsample::${n}::${uuid}`, `U${n}`)),
        button(`MJ::JOB::reroll::0::${uuid}::SOLO`, '', '🔄'),
        ...[1, 2, 3, 4].map((n) => button(`MJ::JOB::variation::${n}::${uuid}`, `V${n}`)),
      ];
    case 'single':
      return [
        ...enlarging(uuid, finalPrompt, 'Upscale'),
        ...varying(uuid),
        button(`MJ::Inpaint::1::${uuid}::SOLO`, 'Vary (Region)', '🖌️'),
        button(`MJ::Outpaint::50::1::${uuid}::SOLO`, 'Zoom Out 2x', '🔍', 1),
        button(`MJ::Outpaint::75::1::${uuid}::SOLO`, 'Zoom Out 1.5x', '🔍'),
        button(`MJ::CustomZoom::${uuid}`, 'Custom Zoom', '🔍'),
        ...(isSquare(task) ? [] : [button(`MJ::Outpaint::100::1::${uuid}::SOLO`, 'Make Square', '↔️')]),
        ...panning(uuid),
        ...animating(uuid),
        ...keeping(uuid),
      ];
    case 'hd':
      return [...enlarging(uuid, finalPrompt, 'Redo Upscale'), ...varying(uuid), ...animating(uuid), ...keeping(uuid)];
    case 'videoGrid':
      return [1, 2, 3, 4].map((n) => button(`MJ::JOB::video_virtual_upscale::${n}::${uuid}`, `U${n}`));
    case 'videoSingle':
      return [
        button(`MJ::JOB::animate_high_extend::1::${uuid}::SOLO`, 'Extend (High motion)', '🎞️'),
        button(`MJ::JOB::animate_low_extend::1::${uuid}::SOLO`, 'Extend (Low motion)', '🎞️'),
        ...keeping(uuid),
      ];
    case 'describe':
      return [
        ...[1, 2, 3, 4].map((n) => button(`MJ::Job::PicReader::${n}`, '', keycaps[n - 1])),
        button('MJ::Picread::Retry', '', '🔄'),
        button('MJ::Job::PicReader::all', 'Imagine all', '🎉'),
      ];
    case 'shorten':
      return [1, 2, 3, 4, 5].map((n) => button(`MJ::Job::PromptAnalyzer::${n}`, '', keycaps[n - 1]));
  }
}

function isSquare({ pictures }: EmulatedTask): boolean {
  const view = pictures[0] && sceneOf(pictures[0]).view;
  return !view || Math.abs(view.width / view.height - 1) < 0.01;
}

function enlarging(uuid: string, prompt: string, label: string): Button[] {
  const version = /--v\s+6\.1/.test(prompt) ? 'v6r1' : /--v\s+6/.test(prompt) ? 'v6' : 'v7';
  return ['Subtle', 'Creative'].map((way) =>
    button(`MJ::JOB::upsample_${version}_2x_${way.toLowerCase()}::1::${uuid}::SOLO`, `${label} (${way})`),
  );
}

function varying(uuid: string): Button[] {
  return [
    button(`MJ::JOB::low_variation::1::${uuid}::SOLO`, 'Vary (Subtle)', '🪄'),
    button(`MJ::JOB::high_variation::1::${uuid}::SOLO`, 'Vary (Strong)', '🪄', 1),
  ];
}

function panning(uuid: string): Button[] {
  const arrows = { left: '⬅️', right: '➡️', up: '⬆️', down: '⬇️' };
  return Object.entries(arrows).map(([way, arrow]) => button(`MJ::JOB::pan_${way}::1::${uuid}::SOLO`, '', arrow));
}

function animating(uuid: string): Button[] {
  return ['High', 'Low'].map((motion) =>
    button(`MJ::JOB::animate_${motion.toLowerCase()}::1::${uuid}::SOLO`, `Animate (${motion} motion)`, '🎞️'),
  );
}

function keeping(uuid: string): Button[] {
  const url = `https://www.midjourney.com/jobs/${uuid}`;
  return [button(`MJ::BOOKMARK::${uuid}`, '', '❤️'), { emoji: '', label: 'Web', type: 2, style: 5, url }];
}
