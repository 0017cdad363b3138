import type { Catalogue } from '../catalogue.ts';
import { isFar } from '../forms.ts';
import { names } from './commands.ts';

const numbers = new Intl.NumberFormat('zh-CN');
const days = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'medium', timeZone: 'UTC' });
const jobs = (count: number) => `${numbers.format(count)} 次`;
const show = `/${names.show.name} ${names.show.options.task}:`;

export const lookup: Catalogue['lookup'] = {
  publish: '公开',
  published: '已公开',
  publishedAt: (link) => `大家已经能看到它了：${link}`,
  refresh: '刷新',
  privateHint: '只有你能看到。如果很久没有变化，请点“刷新”。',
  editPrompt: '修改后重试',
  sendAnyway: '仍要发送',
  sendHint: '**仍要发送**会把它原样交给 Midjourney，每个结果花费 1 个任务。',
  editTitle: '修改提示词',
  attachAnew: '重新上传图片',
  attachLabel: (most) => (most === 1 ? '图片' : `图片，最多 ${most} 张`),

  badReference:
    '这既不是任务编号（按图片下方的 ℹ️ 可以看到），也不是消息链接。要获取链接，请长按或右键点击消息，选择“复制消息链接”。',
  unknownTask: `我不认识这张图，或者已经不记得了。请检查它的任务编号（按图片下方的 ℹ️ 可以看到），或用 /${names.history.name} 查找你的图。`,
  unknownMessage: '我不记得这条消息。如果里面有我发的图，请打开它的菜单，选择 APP →“恢复按钮”。',
  severalPictures: '这条消息里有好几张图。请点你要的那张的编号按钮，它会单独打开，带有自己的任务编号和按钮。',
  stillMaking: (gesture, link) => (link === '' ? `${gesture} 还在制作中。` : `${gesture} 还在制作中：${link}`),
  pictureGone: (gesture) =>
    `${gesture} 的图已经没有了，连 Midjourney 的服务也不再保存。再按一次同样的按钮会重新制作，可能会再次计费。`,
  cameToNothing: (gesture) => `${gesture} 没有成功，所以没有图可以显示。`,

  notMine: '这条消息不是我发的，我没有它的按钮。',
  forwarded: (taskId) => `这是转发的副本，按钮只在原消息下方有效。用 \`${show}${taskId}\` 可以重新发出这张图。`,
  nothingToRevive: '这条消息里没有我做的图。',
  revived: '按钮回来了。',
  revivedBare: '按钮回来了。不过 Midjourney 的服务没有为这张图提供继续创作的按钮。',
  notRevived: (taskId) => `Discord 不再允许我修改那条消息。用 \`${show}${taskId}\` 可以重新发出这张图。`,

  removed: '已删除。',
  undo: '撤销',
  removedSeveral: `已删除。其中的每张图都在 /${names.history.name} 里。`,
  mayNotRemove: '只有发起的成员，或者有“管理消息”权限的人可以删除。',
  removedByModerator: '管理员已在这里删除这张图，所以我不会再发出来。',
  notRemoved: 'Discord 不允许我删除它。请让有“管理消息”权限的人来删除。',

  mailed: '已发送，请查看你的私信。这里的每个人都可以按 ✉️，各自收到一份。',
  mailClosed: 'Discord 不允许我给你发私信。请在服务器菜单里打开“隐私设置”，允许私信，然后再点一次 ✉️。',
  mailLost: '图已经没有了，连 Midjourney 的服务也不再保存。',
  pressThere: (link) => `我在服务器里为你作图，不在私信里。同样的按钮在这里：${link}`,
  showThere: (taskId) =>
    `我在服务器里为你作图，不在私信里。在那里用 \`${show}${taskId}\` 可以重新发出这张图和它的按钮。`,
  discordBusy: 'Discord 现在很忙，请一分钟后再试。',

  jobsTitle: '你的任务',
  noJobs: `没有正在进行或排队的任务。你做过的图在 /${names.history.name}。`,
  noneOpen: '没有正在进行或排队的任务。',
  more: (count) => `……还有 ${numbers.format(count)} 个。`,
  step: {
    waiting(ahead) {
      if (ahead === null) return '等待中';
      if (ahead === 0) return '下一个就是你';
      return isFar(ahead) ? `前面至少还有 ${numbers.format(ahead)} 个` : `前面还有 ${numbers.format(ahead)} 个`;
    },
    running: (percent) => (percent === null ? 'Midjourney 处理中' : `${numbers.format(percent)}%`),
    window: '等你输入文字',
    unknown: 'Midjourney 的服务没有回应',
    overdue: '已超时，仍在查找',
    delivering: '已完成，正在送来',
    cancelled: '已取消',
    failed: '没有做成，原因见它的消息',
  },
  cancelHint: '取消某个任务…',
  cancelled: {
    waiting: (what) => `已取消，没有产生费用：${what}`,
    opened: (what) => `已取消，不会再产生费用，但按下按钮时可能已经计费：${what}`,
    stopped: (what) => `Midjourney 已停止：${what}`,
    unfollowed: (what) => `Midjourney 已经开始的任务在这里无法停止。我不再等待它，但仍可能计费：${what}`,
    leftAlone: (what) => `我不再等待它，它会继续为提出请求的人制作：${what}`,
    finished: (what) => `还没来得及停止，它就已经结束了，结果在它自己的消息里：${what}`,
    tooLate: (what) => `来不及取消了，它正在交接中：${what}`,
    gone: '它已经结束了。',
  },
  keptTitle: '已完成，但没能显示给你',
  showHint: '在这里显示（免费）…',

  historyTitle: '你做过的图',
  historyFor: (search) => `你做过的带有“${search}”的图`,
  page: (page, of) => `第 ${numbers.format(page)} 页，共 ${numbers.format(of)} 页`,
  newer: '较新',
  older: '较早',
  noHistory: `还没有。用 /${names.imagine.name} 开始吧。`,
  kinds: {
    all: '全部',
    grids: '四宫格',
    singles: '单张图',
    films: '视频',
    words: '提示词（描述、精简）',
  },
  showing: (kind) => `显示：${kind}`,
  unfinishedHint: `进行中和没有回应的任务在 /${names.jobs.name} 里`,
  noneOfKind: '你还没有做过这一类。',
  dayHint: '跳到某一天…',
  day: (at) => days.format(at),
  results: (count) => `${numbers.format(count)} 个结果`,
  notFound: (search) => `你做过的图里，没有提示词包含“${search}”的。`,

  seed: '种子',
  seedAsking: '正在询问 Midjourney…',
  seedUnknown: '这里查不到',
  tasks: '任务编号',
  parameters: '参数',
  noParameters: '无',
  times: '时间',
  asked: (time) => `发起于 ${time}`,
  finished: (time, took) => `完成于 ${time}，用时 ${took}`,
  cost: '费用',
  costs: (own, total) =>
    own === total ? (own === 0 ? '无' : jobs(own)) : `${jobs(own)}；连同它的来源共 ${jobs(total)}`,
  remixCost: '按下按钮和新的提示词各计一次',
  family: '来源',
  original: '更早的一张图',
};
