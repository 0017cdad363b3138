import type { FindingWords } from '../../domain/failures/finding.ts';

const permissions = {
  ViewChannel: {
    says: 'I may not see this channel: what takes longer than 15 minutes arrives as a direct message.',
    name: 'View Channel',
  },
  SendMessages: {
    says: 'Here I may not send messages: what takes longer than 15 minutes arrives as a direct message.',
    name: 'Send Messages',
  },
  SendMessagesInThreads: {
    says: 'In threads here I may not send messages: what takes longer than 15 minutes arrives as a direct message.',
    name: 'Send Messages in Threads',
  },
  EmbedLinks: {
    says: 'Here I may not embed links: prompts and pictures are not shown as they should.',
    name: 'Embed Links',
  },
  AttachFiles: { says: 'Here I may not attach files: pictures arrive as links.', name: 'Attach Files' },
} as const;

/** What is found where somebody asks in chat. Managers of a server read it. */
export const hereFindings = {
  hereMay: () => ({ says: 'In this channel I may do all that I need.' }),
  hereLacks: ({ permission }) => ({
    says: permissions[permission].says,
    fix: `Edit Channel → Permissions → my role → ${permissions[permission].name}.`,
  }),
  hereFiles: ({ megabytes }) => ({ says: `Files of up to ${megabytes} MB fit here.` }),
  hereJobs: ({ running, waiting }) => ({
    says:
      running + waiting === 0
        ? 'Nothing is being made in this server now.'
        : `In this server ${running} ${running === 1 ? 'job is' : 'jobs are'} running and ${waiting} waiting. \`/queue\` shows them.`,
  }),
  hereReady: () => ({ says: 'Midjourney’s service takes new jobs.' }),
  hereTrouble: () => ({
    says: 'Midjourney’s service is in trouble: new jobs wait. Nothing is charged in the meantime.',
  }),
  hereStopped: () => ({
    says: 'Nothing can be made now, for a reason that only the people who run this bot can fix.',
    fix: 'tell the people who run this bot.',
  }),
  hereDoubled: () => ({
    says: 'Members see each command twice here.',
    fix: 'the people who run this bot can run npm run doctor -- --clear-guild-commands',
  }),
} satisfies Partial<FindingWords>;
