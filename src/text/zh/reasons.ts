import type { ActionClass } from '../../domain/buttons/action.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import { type Explanation, isChinese, withCharge } from '../forms.ts';
import { names } from './commands.ts';
import { explainFlags } from './flags.ts';
import { unreadable } from './media.ts';

/** The relay's own words, where they are Chinese. */
const quoted = (detail: string) => (isChinese(detail) ? `对方说：“${detail}”` : '');

/** Tells a Chinese-speaking member why something was not done. See the English one about `free`. */
export function explain(reason: Reason, reference: string, free = false): Explanation {
  const charge = free ? '没有产生费用。' : '可能已经计费。';
  const again = free ? '没有产生费用，可以再试一次。' : '可能已经计费。可以再试一次，但可能会第二次计费。';
  switch (reason.kind) {
    case 'bannedWord':
      return {
        what: `${reason.by === 'relay' ? '这个机器人的 Midjourney 服务' : 'Midjourney '}不允许提示词里出现${
          reason.word === '' ? '某个词' : `“${reason.word}”`
        }。`,
        next: `${
          reason.by === 'relay' ? '这是那个服务自己的词表，不是 Midjourney 的。' : ''
        }换个说法再试一次。${charge}`,
      };
    case 'invalidParameter':
      return reason.flag === undefined
        ? {
            what: `Midjourney 看不懂提示词里的某个参数。${quoted(reason.detail)}`,
            next: `请检查第一个“--”之后的部分，再试一次。${charge}`,
          }
        : {
            what: `Midjourney 不接受提示词里的“${reason.flag}”。${quoted(reason.detail)}`,
            next: `请去掉或修改它，再试一次。${charge}`,
          };
    case 'filmSpeed':
      return reason.speed === 'relax'
        ? {
            what: '这个机器人的 Midjourney 套餐不能用 relax 模式制作视频。',
            next: `请去掉“--relax”。如果你没有写它，就只有运行机器人的人能更改速度。${charge}`,
          }
        : {
            what: 'Midjourney 不能用 turbo 模式制作视频。',
            next: `请去掉“--turbo”。如果你没有写它，就只有运行机器人的人能更改速度。${charge}`,
          };
    case 'flags':
      return explainFlags(reason.troubles);
    case 'invalidRequest':
      return {
        what: `Midjourney 的服务没有接受。${quoted(reason.detail)}`,
        next: `请修改提示词或选项再试一次。${charge}`,
      };
    case 'taskUnknown':
      return {
        what: 'Midjourney 已经不认识这张图了。',
        next: `图片大约保留一个月。请用 /${names.imagine.name} 重新生成。${charge}`,
      };
    case 'parentClosed':
      return {
        what: '这张图已经不能再操作了：制作它的 Midjourney 账号不在了。',
        next: `请用 /${names.imagine.name} 重新生成。${charge}`,
      };
    case 'taskNotReady':
      return { what: '那张图还没有完全做好。', next: `等几秒钟再按一次。${charge}` };
    case 'noAccount':
      return { what: '现在没有空闲的 Midjourney 账号。', next: `请过几分钟再试。${charge}` };
    case 'queueFull':
    case 'saturated':
      return { what: 'Midjourney 现在非常忙，没有接收新任务。', next: `请过几分钟再试。${charge}` };
    case 'relayFailed':
      return { what: 'Midjourney 的服务自身出错，没有接收这个任务。', next: `请过几分钟再试。${charge}` };
    case 'unsupported':
      if (reason.feature === 'remix') {
        return {
          what: `这个机器人关闭了 Remix。${free ? '没有产生费用。' : ''}`,
          next: `请用 /${names.remix.name} 把你自己的 Remix 也关掉，再按一次：沿用原来的提示词就可以。`,
        };
      }
      if (reason.feature === 'uploads') {
        return {
          what: `这个机器人的 Midjourney 服务不接收上传的图片。${free ? '没有产生费用。' : ''}`,
          next: '只有运行机器人的人能改变这一点。不用上传图片的功能都可以正常使用。',
        };
      }
      return {
        what: `这个机器人的 Midjourney 服务做不到。${quoted(reason.detail)}`,
        next: `其他功能都可以正常使用。${free ? '没有产生费用。' : ''}`,
      };
    case 'operator':
      return {
        what: '这个机器人暂时无法使用它的 Midjourney 账号。',
        next: `只有运行机器人的人能解决。请告诉他们，然后再试。${charge}`,
      };
    case 'keyRefused':
      return {
        what: '服务拒绝了这个服务器的密钥，它可能已经过期或用完。',
        next: `服务器的管理者可以用 /server 更换它。${charge}`,
      };
    case 'pictureUnreadable':
      return withCharge(unreadable[reason.why ?? 'unknown'], charge);
    case 'pictureTooLarge':
      return { what: '你给的图片太大了。', next: `请使用小一些的图片。${charge}` };
    case 'unreachable':
      return {
        what: '连接不上 Midjourney 的服务。',
        next: free ? '任务没有提交，也没有产生费用。请稍后再试。' : `请稍后再试。${charge}`,
      };
    case 'taskFailed':
      return {
        what: `${reason.begun ? 'Midjourney 开始了，但没能完成。' : 'Midjourney 没能做出来。'}${quoted(reason.detail)}`,
        next: `请再试一次，或修改提示词。${charge}`,
      };
    case 'timedOut':
      return {
        what: 'Midjourney 用时太长，它的服务不再等待了。',
        next: again,
      };
    case 'windowFailed':
      return {
        what: 'Midjourney 的服务没能转交你的文字。',
        next: `请再按一次原图下方的按钮。${charge}`,
      };
    case 'taskCancelled':
      return { what: '任务已取消。', next: charge };
    case 'cancelled':
    case 'stopped':
      return {
        what: reason.byModerator ? '本服务器的管理员取消了它。' : '已及时取消。',
        next: free ? charge : '不会再产生费用，但之前已经开始的部分可能已经计费。',
      };
    case 'unfollowed':
      return {
        what: reason.byModerator
          ? '本服务器的管理员取消了它，但 Midjourney 已经停不下来了。'
          : '已取消，但 Midjourney 已经停不下来了。',
        next: '我不再等待它，不过它可能已经计费。',
      };
    case 'leftAlone':
      return { what: '我不再等待这张图。', next: '它会继续为提出请求的人制作，不会向你收费。' };
    case 'taskLost':
      return { what: 'Midjourney 的服务弄丢了这个任务。', next: again };
    case 'emptyResult':
      return {
        what: `Midjourney 已经完成，但它的服务没有送来${reason.wanted === 'picture' ? '图片' : '文字'}。`,
        next: again,
      };
    case 'unanswered':
      return {
        what: 'Midjourney 的服务没有回应，也一直没有图出现。不确定是否已经计费。',
        next: '可以再试一次，但可能会第二次计费。',
      };
    case 'overdue':
      return { what: '等了太久，我不再等待了。', next: again };
    case 'windowExpired':
      return { what: 'Midjourney 等你输入文字，已经超时了。', next: `请再按一次原图下方的按钮。${charge}` };
    case 'textMissing':
      return { what: 'Midjourney 在等人输入文字，但一直没有人输入。', next: `请再按一次原图下方的按钮。${charge}` };
    case 'askedInPrivate':
      return {
        what: '这张图是你私下要的，所以不在大家都能看到的地方显示。',
        next: `请在 /${names.settings.name} 里打开“仅自己可见”，再试一次。`,
      };
    case 'superseded':
      return { what: '已被之后的一次尝试取代。', next: '' };
    case 'earlierFound':
      return { what: '第一次的任务后来找到了，结果会显示在它自己的消息里。', next: '这一次没有提交，不会计费。' };
    case 'madeBefore':
      return { what: '之前已经有人提出过同样的请求，结果会显示在那条消息里。', next: '这一次没有提交，不会计费。' };
    case 'internal':
      return {
        what: '这个机器人出了点问题。',
        next: `${charge}如果再次发生，请把这个编号告诉运行它的人：\`${reference}\``,
      };
  }
}

/** Tells a Chinese-speaking member that the relay has no such button or command; `gesture` names it. */
export function explainUnsupported(gesture: string, kind: ActionClass | 'request', free: boolean): Explanation {
  return {
    what: `这个机器人的 Midjourney 服务不提供“${gesture}”。${free ? '没有产生费用。' : ''}`,
    next: (kind !== 'request' && elsewhere[kind]) || '其他功能都可以正常使用。',
  };
}

/** What does the same where a button is not offered. */
const elsewhere: Partial<Record<ActionClass, string>> = {
  animate: `可以试试 /${names.video.name}：把这张图作为附件，或者粘贴它的链接。`,
  animateExtend: `可以试试 /${names.video.name} 的“${names.video.options.extend}”选项，填上那段视频所在消息的链接。`,
  videoPick: `全部视频都在前一条消息里。要续接其中一段，请用 /${names.video.name} 的“${names.video.options.extend}”选项。`,
};
