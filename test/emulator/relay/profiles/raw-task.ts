import type { Links } from '../links.ts';
import type { Options } from '../options.ts';
import { pixelsOf } from '../pictures/sheet.ts';
import type { EmulatedTask, TaskKind } from '../tasks.ts';

/** What the automation server calls each kind. */
const names: Readonly<Record<TaskKind, string>> = {
  imagine: 'IMAGINE',
  blend: 'BLEND',
  describe: 'DESCRIBE',
  shorten: 'SHORTEN',
  edits: 'EDIT',
  video: 'VIDEO',
  upscale: 'UPSCALE',
  upscaleHd: 'UPSCALE_HD',
  variation: 'VARIATION',
  varySubtle: 'VARIATION',
  varyStrong: 'VARIATION',
  region: 'VARIATION',
  reroll: 'IMAGINE',
  zoom: 'ZOOM',
  customZoom: 'ZOOM',
  makeSquare: 'ZOOM',
  pan: 'PAN',
  animate: 'VIDEO',
  extend: 'VIDEO',
  videoPick: 'UPSCALE',
  describePick: 'PIC_READER',
  describeRetry: 'DESCRIBE',
  shortenPick: 'SHORTEN',
};

/** A task as the automation server tells it, in callbacks too: nulls for what is not known. */
export function rawTask(task: EmulatedTask, links: Links, options: Options) {
  const { pictureSize, separatePictures: separate, official } = options;
  const imageUrl = links.picture(task);
  const films = links.films(task);
  const [first] = task.pictures;
  const size = first && task.status === 'SUCCESS' ? pixelsOf(first, pictureSize) : null;
  const parts = separate && task.status === 'SUCCESS' && task.pictures.length === 4 ? [1, 2, 3, 4] : null;
  const among = official ? films : (parts ?? []).map((part) => links.picture(task, part));
  return {
    id: task.id,
    parentId: task.parent,
    action: names[task.kind],
    botType: task.botType,
    status: task.status,
    progress: task.status === 'FAILURE' ? '' : `${task.percent}%`,
    prompt: task.prompt || null,
    promptEn: task.finalPrompt || null,
    description: `/${task.kind} ${task.prompt}`,
    state: task.state === '' ? null : task.state,
    submitTime: task.submitTime,
    startTime: task.startTime,
    finishTime: task.finishTime,
    imageUrl,
    imageUrls: among.length > 0 ? among.map((url) => ({ url, thumbnail: null })) : null,
    videoUrl: films[0] ?? null,
    videoUrls: films.length > 0 ? films.map((url) => ({ url, thumbnail: null })) : null,
    failReason: task.failReason === '' ? null : task.failReason,
    buttons: task.buttons,
    imageWidth: size?.width ?? null,
    imageHeight: size?.height ?? null,
    seed: String(task.seed),
    mode: /turbo/.test(task.mode ?? '') ? 'TURBO' : /relax/.test(task.mode ?? '') ? 'RELAX' : 'FAST',
    jobId: task.uuid,
    properties: {
      notifyHook: task.notifyHook,
      flags: 0,
      messageId: null,
      messageHash: task.uuid,
      customId: task.customId || null,
      finalPrompt: task.finalPrompt,
      finalZhPrompt: null,
      botType: task.botType,
      discordInstanceId: '1118138338562560102',
    },
  };
}
