import type { SpendingCommand } from '../../domain/policy/command-permissions.ts';
import type { Denial, LimitDenial } from '../../domain/policy/denial.ts';
import type { Feature } from '../../domain/policy/server-policy.ts';
import type { Catalogue } from '../catalogue.ts';
import { dateOf, roleMention, timeUntil } from '../forms.ts';
import { names } from './commands.ts';

const numbers = new Intl.NumberFormat('zh-CN');
const credits = (amount: number) => `${numbers.format(amount)} 点`;

const notInChannel = '这个频道里不能作图，这由服务器的管理者决定。';

const notPermitted = (command: SpendingCommand) =>
  `你在这里不能使用 \`/${names[command].name}\`，所以这个按钮对你也无效。这由服务器的管理者决定。`;

/** The same in a few words, as the only suggestion of an option. */
function suggested(denial: Denial): string {
  switch (denial.kind) {
    case 'paused':
      return denial.scope === 'bot' ? '这个机器人已暂停' : '本服务器已暂停作图';
    case 'blocked':
    case 'noPlan':
      return '你不能在这里作图';
    case 'featureOff':
      return '本服务器已关闭此功能';
    default:
      return '这里不能使用';
  }
}

/** Why a gesture may not be made, in a sentence or two: what is in the way, until when, and who can change it. */
function denied(denial: Denial): string {
  switch (denial.kind) {
    case 'closed':
      return '这个机器人没有对本服务器开放，请联系运行它的人。';
    case 'noKey':
      return '运行者没有为本服务器的作图付费，请联系他们。';
    case 'paused':
      return denial.scope === 'bot'
        ? '运行者暂停了这个机器人。之前请求的图仍会送达。'
        : '本服务器暂停作图。之前请求的图仍会送达。何时恢复由服务器的管理者决定。';
    case 'blocked':
      if (denial.scope === 'bot') return '你不能再用这个机器人作图，这是运行它的人决定的。';
      return `本服务器的管理员禁止你作图${denial.until === null ? '' : `，直到 ${dateOf(denial.until)}`}。如果你认为有误，请联系他们。`;
    case 'notPermitted':
      return denial.by === 'channel' ? notInChannel : notPermitted(denial.command);
    case 'featureOff':
      return `${off[denial.feature]}这由服务器的管理者决定。`;
    case 'word':
      return `本服务器不允许在提示词里使用“${denial.word}”。没有产生费用。这由服务器的管理者决定。`;
    case 'otherPayer':
      return '这张图是用另一个密钥做的，所以它的按钮在这里不起作用。要继续用它，请打开消息菜单 → 应用 → 用作图片提示。';
    case 'noPlan':
      return denial.roleIds.length === 0
        ? '这里还没有人可以作图，服务器的管理者可以用 `/server` 更改。'
        : `这里由拥有身份组 ${denial.roleIds.map(roleMention).join(' 或 ')} 的成员作图，这由服务器的管理者决定。`;
    case 'limit':
      return limited(denial);
  }
}

const off: Readonly<Record<Feature, string>> = {
  video: '本服务器关闭了视频。',
  turbo: `本服务器关闭了 Turbo 模式。请去掉 \`--turbo\`，或在 \`/${names.settings.name}\` 里更改速度。`,
  upscaleHd: '本服务器关闭了再次放大，U1 至 U4 可以使用。',
  edit: '本服务器关闭了图片编辑。',
  private: `本服务器关闭了仅自己可见的结果。请去掉这个选项，或在 \`/${names.settings.name}\` 里更改。`,
  action: `本服务器关闭了 \`/${names.action.name}\`，图片下方的按钮可以使用。`,
  many: '本服务器一次只做一个任务：不能用花括号选项、重复或全部放大。',
};

/** Who can give a member more. */
const moreFrom = {
  member: '服务器的管理者可以给你更多。',
  user: '运行这个机器人的人可以给你更多。',
} as const;

function limited(denial: LimitDenial): string {
  const { scope, window, until } = denial;
  const isDay = window === 'day';
  const span = isDay ? '今天' : '本月';
  const when = isDay ? timeUntil(until) : `于 ${dateOf(until)} `;
  switch (scope) {
    case 'server':
      return `本服务器已用完${span}的点数，${when}恢复。管理者可以用 \`/server\` 更改。`;
    case 'grant':
      return `本服务器已用完运行者给它的${span}点数，${when}恢复。`;
    case 'bot':
      return `这个机器人已用完${span}可用的点数，${when}恢复。这由运行它的人决定。`;
    default:
      return `${personal(denial, span, when)}${moreFrom[scope]}`;
  }
}

/** Where the member's own credits do not suffice. */
function personal(
  { of, price, jobs, left, limit, imagePrice, window }: LimitDenial,
  span: string,
  when: string,
): string {
  const fits = Math.floor((left * jobs) / price);
  if (jobs > 1 && fits > 0) {
    return `这会产生 ${numbers.format(jobs)} 个任务，共 ${credits(price)}，而你${span}还剩 ${credits(left)}。最多可以请求 ${numbers.format(fits)} 个。`;
  }
  if (of === 'video' && left >= imagePrice) {
    return `一个视频需要 ${credits(price)}，你${span}还剩 ${credits(left)}。一张图需要 ${credits(imagePrice)}。`;
  }
  if (price > limit * jobs) {
    return `这需要 ${credits(price)}，而你每${window === 'day' ? '天' : '月'}只有 ${credits(limit)}，所以在这里做不了。`;
  }
  const rest = left === 0 ? `${span}的点数已用完` : `${span}还剩 ${credits(left)}`;
  return `这需要 ${credits(price)}，而你${rest}，${when}恢复。详情请看 \`/me\`。`;
}

/** Where Upscale all would cost more than the member has left. */
const upscaleAll = ({ jobs, price, left, window }: LimitDenial) =>
  `还缺的 ${numbers.format(jobs)} 张需要 ${credits(price)}，而你${window === 'day' ? '今天' : '本月'}还剩 ${credits(left)}。请逐个按 U1 至 U4。`;

/** What members read where a rule or a limit is in the way. */
export const policy: Catalogue['policy'] = {
  denied,
  suggested,
  upscaleAll,
  notInChannel,
  notPermitted,
};
