import type { Catalogue } from '../catalogue.ts';
import { isFar } from '../forms.ts';
import { action, short } from './actions.ts';
import { alerts } from './alerts.ts';
import { batches, grouped } from './batches.ts';
import { commands, names } from './commands.ts';
import { account, giving, serverPanel, usage } from './credits.ts';
import { doctor } from './doctor.ts';
import { help } from './help.ts';
import { lookup } from './lookup.ts';
import { media } from './media.ts';
import { moderation } from './moderation.ts';
import { myData } from './my-data.ts';
import { operator } from './operator.ts';
import { policy } from './policy.ts';
import { explain, explainUnsupported } from './reasons.ts';
import { refused } from './refused.ts';
import { region } from './region.ts';
import { reports } from './reports.ts';
import { rules } from './rules.ts';
import { serverKey } from './server-key.ts';
import { serverLog } from './server-log.ts';
import { remix, settings } from './settings.ts';
import { shortcuts } from './shortcuts.ts';

const locale = 'zh-CN';
const numbers = new Intl.NumberFormat(locale);
const percents = new Intl.NumberFormat(locale, { style: 'percent' });

const number = (value: number) => numbers.format(value);

/** At most two units. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [
    { unit: '小时', amount: Math.floor(seconds / 3600) },
    { unit: '分', amount: Math.floor((seconds % 3600) / 60) },
    { unit: '秒', amount: seconds % 60 },
  ].filter(({ amount }) => amount > 0);
  if (parts.length === 0) return '0 秒';
  return parts
    .slice(0, 2)
    .map(({ unit, amount }) => `${number(amount)} ${unit}`)
    .join(' ');
}

function place(ahead: number | null): string {
  if (ahead === null) return '等待中。';
  if (ahead === 0) return '下一个就是你。';
  return isFar(ahead) ? `前面至少还有 ${number(ahead)} 个。` : `前面还有 ${number(ahead)} 个。`;
}

function waiting(ahead: number | null, refused: boolean): string {
  const line = place(ahead);
  return refused ? `Midjourney 暂时满员，我会继续尝试。${line}` : line;
}

/** Simplified Chinese. */
export const zh: Catalogue = {
  locale,
  number,
  duration,
  explain,
  explainUnsupported,
  gestures: {
    imagine: '想象',
    blend: '混图',
    describe: '描述',
    shorten: '精简提示词',
    video: '视频',
    edit: '编辑',
    show: '显示',
    action,
    short,
  },
  steps: {
    onItsWay: '正在交给 Midjourney…',
    waiting,
    aMoment: '请稍等：Midjourney 的服务还在保存所用的那张图。',
    queued: (ahead) => `已进入 Midjourney 的队列，前面还有 ${number(ahead)} 个。`,
    percent: (percent) => percents.format(percent / 100),
    window: 'Midjourney 开始前需要你写几句。请按按钮输入。',
    remixWindow:
      'Remix 已开启，Midjourney 在开始前想要新的提示词。请按按钮输入。按下按钮和新提示词通常各计一次，共 2 个任务。',
    patience: `现在不用按任何按钮，结果会显示在这里。可以用 /${names.jobs.name} 取消它。`,
    unknown: 'Midjourney 的服务没有回应，不确定是否已经计费。我正在查找这张图。',
    overdue: '这次用时远超正常。我会继续查找一天，图一到就显示在这里。',
    delivering: '已完成，正在送来…',
  },
  result: {
    promptInFile: (file) => `完整提示词见 ${file}`,
    noPrompt: '没有提示词',
    task: (id) => `任务 ${id}`,
    took: (time) => time,
    cost: (jobs) => (jobs === 0 ? '免费' : `花费 ${number(jobs)} 个任务`),
    allInInfo: '（ℹ️ 看全文）',
    more: (more) => `还有 ${number(more)} 张：`,
    favourite: '❤️ 已加入这个机器人的 Midjourney 账号的收藏。',
    stopping: '已请求 Midjourney 停止。',
    describedPicture: '被描述的图片',
    noDescription: 'Midjourney 的服务只送回了图片，没有任何描述。',
    pickHint: '接下来：按数字即可用对应的提示词画四张图，花费 1 个任务。开始前还可以修改文字。',
    described: 'Midjourney 看过了这张图。下面的提示词可以画出相似的图：',
    filmHint: (films) =>
      `上面是视频 1 到 ${number(films)}：从左到右，先上排后下排。接下来：按 **U1–U${number(films)}** 单独取出一段，可以保存或延长，花费 1 个任务。`,
    picture: (n) => `图片 ${number(n)}`,
    unfetched: `已经完成，但没能从 Midjourney 的服务取到图片。用 /${names.show.name} 可以再取一次，不会扣费。`,
    nothing: 'Midjourney 说已经完成，但没有送来图片。',
    promptIgnored:
      'Midjourney 这次没有询问新的提示词，所以没有用上你写的，仍沿用了原来的。机器人背后的账号可能关闭了 Remix。',
    picturePrompt: (prompt) =>
      prompt === '' ? '一张由 Midjourney 生成的图片' : `由 Midjourney 生成，提示词：${prompt}`,
    blended: (pictures) => `由 Midjourney 用 ${number(pictures)} 张图混合而成`,
    oneOf: (n, of, alt) => `第 ${number(n)} 张，共 ${number(of)} 张：${alt}`,
    unfinished: (prompt) => (prompt === '' ? '一张尚未完成的图片' : `尚未完成的图片，提示词：${prompt}`),
  },
  buttons: {
    tryAgain: '再试一次',
    tryAgainCosts: '再试一次（可能再次计费）',
    write: '输入文字',
    noticesOff: '不再提醒我',
    noticesOn: '继续提醒我',
  },
  replies: {
    begunAt: (link) => `正在制作，请看这里：${link}`,
    alreadyMaking: (gesture, link) => `${gesture} 已经在制作中：${link}`,
    beingMade: (gesture) => `${gesture} 已经在制作中。过一会儿再按一次，就能看到它在哪里。`,
    alreadyExists: (gesture, link) => `${gesture} 已经做好了：${link}`,
    textTaken: '你的文字我已经收到，结果会显示在这条消息里。',
    doubleClick: '你按了两次，一次就够了。已经在做了。',
    tooManyWaiting: (limit) =>
      `你已经有 ${number(limit)} 张图在路上了，请等其中一张完成，或用 /${names.jobs.name} 取消一个。`,
    buttonsExpired: `这些按钮太旧，我已经不记得了。请打开这条消息的菜单，选择 APP →“恢复按钮”。`,
    buttonUnknown: `我不认识这个按钮。要获得新按钮，请打开这条消息的菜单，选择 APP →“恢复按钮”。`,
    commandUnknown: '我不认识这个命令，它可能属于我的另一个版本。请一分钟后再试。',
    notYours: '只有发起的成员可以按这个按钮。',
    notAllowed: '你不能在这里使用这个机器人。请询问运行它的人。',
    restarting: '我正在重启，请一分钟后再试。',
    bug: (reference) => `出了点问题。如果再次发生，请把这个编号告诉运行机器人的人：\`${reference}\``,
    emptyPrompt: '请写下你想看到的画面。',
    unnamed: (mention) => `Midjourney 不知道 ${mention} 是谁：请直接写名字或样子。没有产生费用。`,
    promptKept: '你开启了 Remix，但 Midjourney 的服务在这里不接受新的提示词，所以沿用原来的。',
    badZoom: '缩放倍数是 1 到 2 之间的数字，例如 1.8。',
    badTaskId: '这看起来不是任务编号。按图片下方的 ℹ️ 可以看到它。',
    badCustomId: '这看起来不是 Midjourney 的按钮。请从输入时给出的列表里选择。',
    badState: '很长的纯数字备注和以“darkroom”开头的备注是保留的，请在前面加上别的词。',
    notAPicture: '那条消息里没有图片。',
    noticesOff: `我不会再提醒你了。可以在这里或 /${names.settings.name} 里改回来。`,
    noticesOn: '耗时较长的图完成时，我会提醒你。',
  },
  notices: {
    ready: (gesture, link) => `你的图做好了（${gesture}）：${link}`,
    failed: (gesture, link) => `你的图没能做成（${gesture}）：${link}`,
  },
  modals: {
    remixTitle: (gesture, twice) => (twice ? `${gesture}（计费两次）` : gesture),
    zoomTitle: '自定义缩放',
    regionTitle: '局部重绘',
    prompt: '提示词',
    promptPart: (part, of) => `提示词，第 ${number(part)} 部分，共 ${number(of)} 部分`,
    promptPlaceholder: '你想看到的画面',
    zoom: '缩放倍数，1 到 2',
    zoomPlaceholder: '1.8',
    pickTitle: (number) => `提示词 ${number}`,
    usePictureTitle: '用作参考图',
    writePrompt: '写提示词',
  },
  choices: {
    relax: '慢速',
    fast: '快速',
    turbo: '极速',
  },
  alerts,
  doctor,
  moderation,
  reports,
  rules,
  serverKey,
  serverLog,
  trouble: {
    waiting: (line) => `Midjourney 的服务出了问题。任务会继续等待，其间不会扣费。${line}`,
    unseen:
      'Midjourney 已收到，图可能已经画好，但要等运行机器人的人来处理才能取回：他们的服务密钥已用完额度或被锁定。一旦恢复，图就会显示在这里。',
    presence: 'Midjourney 服务异常，新任务排队等待',
  },
  media,
  batches,
  grouped,
  shortcuts,
  lookup,
  refused,
  policy,
  operator,
  myData,
  account,
  giving,
  serverPanel,
  usage,
  region,
  remix,
  settings,
  help,
  commands,
};
