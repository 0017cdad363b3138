import type { Catalogue } from '../catalogue.ts';
import { names } from './commands.ts';

const show = `/${names.show.name} ${names.show.options.task}:`;
const inJobs = `发起的成员可以用 /${names.jobs.name} 找到它。`;

export const refused: Catalogue['refused'] = {
  without: {
    explicit: 'Discord 的敏感内容过滤器不允许我在这里上传它，下面是链接：',
    harmfulLink: 'Discord 认为这条消息里有一个有害链接，所以我把它去掉了。',
    moderated: '这里的 AutoMod 不允许我重复提示词，所以我把它去掉了。',
    unclear: 'Discord 现在不允许我在这里上传它，下面是链接：',
  },
  kept: {
    explicit: `已经完成，但 Discord 的敏感内容过滤器不允许我在这里显示。${inJobs}`,
    harmfulLink: `已经完成，但 Discord 的有害链接过滤器不允许我在这里显示。${inJobs}`,
    moderated: `已经完成，但这里的 AutoMod 不允许我显示。${inJobs}`,
    unclear: `已经完成，但 Discord 不允许我在这里显示。${inJobs}`,
  },
  failed: '这次没有做成，Discord 也不允许我在这里写出原因。',
  elsewhere: (link) => `已经完成，但 Discord 不允许我在这条消息里显示。它在这里：${link}`,
  byDm: '已经完成，但 Discord 不允许我在这里显示，所以我用私信发给了发起的成员。',
  toRequester: '已经完成，但 Discord 不允许我在这里显示，所以只有发起的成员能在另一条消息里看到它。',
  toldRequester: '没有做成。原因已经单独告诉了发起的人。',
  mail: (taskId) =>
    taskId === ''
      ? 'Discord 的过滤器不允许这张图进入你的私信。'
      : `Discord 的过滤器不允许这张图进入你的私信。在服务器里用 \`${show}${taskId}\` 可以重新发出它。`,
  reply: 'Discord 的过滤器不允许我在这里给你看这些内容。请换一个频道试试。',
};
