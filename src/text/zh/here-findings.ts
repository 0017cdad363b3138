import type { FindingWords } from '../../domain/failures/finding.ts';

const permissions = {
  ViewChannel: { says: '我看不到这个频道：超过 15 分钟的结果会以私信送达。', name: '查看频道' },
  SendMessages: { says: '我不能在这里发送消息：超过 15 分钟的结果会以私信送达。', name: '发送消息' },
  SendMessagesInThreads: {
    says: '我不能在这里的子区发送消息：超过 15 分钟的结果会以私信送达。',
    name: '在子区内发送消息',
  },
  EmbedLinks: { says: '我不能在这里嵌入链接：提示词和图片无法正常显示。', name: '嵌入链接' },
  AttachFiles: { says: '我不能在这里上传文件：图片会以链接送达。', name: '附加文件' },
} as const;

/** What is found where somebody asks in chat. Managers of a server read it. */
export const hereFindings = {
  hereMay: () => ({ says: '在这个频道里，我需要的权限都有。' }),
  hereLacks: ({ permission }) => ({
    says: permissions[permission].says,
    fix: `编辑频道 → 权限 → 我的身份组 → ${permissions[permission].name}`,
  }),
  hereFiles: ({ megabytes }) => ({ says: `这里可以上传不超过 ${megabytes} MB 的文件。` }),
  hereJobs: ({ running, waiting }) => ({
    says:
      running + waiting === 0
        ? '本服务器现在没有任务。'
        : `本服务器有 ${running} 个任务正在进行，${waiting} 个在排队。\`/queue\` 可以查看。`,
  }),
  hereReady: () => ({ says: 'Midjourney 服务接受新任务。' }),
  hereTrouble: () => ({ says: 'Midjourney 服务有故障：新任务会等待，等待期间不收费。' }),
  hereStopped: () => ({
    says: '现在无法作图，原因只有运行这个机器人的人才能解决。',
    fix: '请告诉运行这个机器人的人。',
  }),
  hereDoubled: () => ({
    says: '这里的成员看到的每条命令都有两份。',
    fix: '请运行这个机器人的人执行 npm run doctor -- --clear-guild-commands',
  }),
} satisfies Partial<FindingWords>;
