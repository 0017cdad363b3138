import type {
  ChannelView,
  ExchangeView,
  InteractionView,
  JobView,
  MemberView,
  MessageView,
  News,
  Snapshot,
} from '../wire.ts';
import { speak } from './words.ts';

/** Something only this page says, among the messages of a channel. */
export type Notice = {
  readonly id: number;
  readonly at: number;
  /** The message that it is about, if any. */
  readonly messageId: string | null;
  readonly channelId: string;
  readonly memberId: string;
  readonly text: string;
};

export type Change =
  | { readonly kind: 'all' | 'view' | 'commands' | 'bot' | 'switches' | 'violations' | 'notices' }
  | { readonly kind: 'message' | 'gone' | 'pending' | 'interaction' | 'exchange' | 'job'; readonly id: string };

export type Model = ReturnType<typeof createModel>;

/** Everything the page knows, and whom it tells of changes. */
export function createModel(first: Snapshot) {
  let { world, commands, bots, switches, violations } = first;
  const messages = new Map<string, MessageView>();
  const interactions = new Map<string, InteractionView>();
  const jobs = new Map<string, JobView>();
  let exchanges: ExchangeView[] = [];
  const dismissed = new Set<string>();
  const unread = new Set<string>();
  let notices: Notice[] = [];
  let count = 0;
  const [firstMember] = world.members;
  const [firstChannel] = world.channels;
  if (!firstMember || !firstChannel) throw new Error('there is nobody here');
  let me: MemberView = firstMember;
  speak(me.locale);
  let channel: ChannelView = firstChannel;
  /** Buttons and selects that wait for the bot: `message id`, `custom id` by interaction. */
  const pending = new Map<string, { readonly messageId: string; readonly customId: string }>();
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };

  function keep(snapshot: Snapshot): void {
    ({ world, commands, bots, switches, violations } = snapshot);
    messages.clear();
    for (const message of snapshot.messages) messages.set(message.id, message);
    interactions.clear();
    for (const interaction of snapshot.interactions) interactions.set(interaction.id, interaction);
    jobs.clear();
    for (const job of snapshot.jobs) jobs.set(job.id, job);
    exchanges = [...snapshot.exchanges];
  }
  keep(first);

  const isVisible = ({ channelId, viewerId, id }: MessageView): boolean =>
    channelId === channel.id && (viewerId === null || viewerId === me.id) && !dismissed.has(id);

  return {
    get world() {
      return world;
    },
    get commands() {
      return commands;
    },
    get bots() {
      return bots;
    },
    get switches() {
      return switches;
    },
    get violations() {
      return violations;
    },
    get me() {
      return me;
    },
    get channel() {
      return channel;
    },
    get notices() {
      return notices.filter(({ channelId, memberId }) => channelId === channel.id && memberId === me.id);
    },
    get exchanges() {
      return exchanges;
    },
    messages,
    interactions,
    jobs,
    pending,
    isVisible,
    isUnread: (id: string) => unread.has(id),
    /** What this member sees in this channel, oldest first. */
    visible: () => [...messages.values()].filter(isVisible),
    /** The channels this member has. */
    channels: () => world.channels.filter(({ memberId }) => memberId === null || memberId === me.id),
    memberOf: (id: string) => world.members.find((member) => member.id === id),
    channelOf: (id: string) => world.channels.find((one) => one.id === id),
    listen: (listener: (change: Change) => void) => void listeners.add(listener),

    become(member: MemberView): void {
      me = member;
      speak(me.locale);
      if (channel.memberId !== null) channel = world.channels.find((one) => one.memberId === me.id) ?? channel;
      tell({ kind: 'view' });
    },
    go(to: ChannelView): void {
      channel = to;
      unread.delete(to.id);
      tell({ kind: 'view' });
    },
    dismiss(id: string): void {
      dismissed.add(id);
      tell({ kind: 'gone', id });
    },
    say(text: string, channelId = channel.id, messageId: string | null = null): void {
      count += 1;
      notices = [...notices.slice(-20), { id: count, at: Date.now(), channelId, memberId: me.id, messageId, text }];
      tell({ kind: 'notices' });
    },
    forget(id: number): void {
      notices = notices.filter((notice) => notice.id !== id);
      tell({ kind: 'notices' });
    },
    wait(interactionId: string, messageId: string, customId: string): void {
      pending.set(interactionId, { messageId, customId });
      tell({ kind: 'pending', id: messageId });
    },
    /** Answers with the message whose button or select it was. */
    waited(interactionId: string): string | null {
      const wait = pending.get(interactionId);
      pending.delete(interactionId);
      if (wait) tell({ kind: 'pending', id: wait.messageId });
      return wait?.messageId ?? null;
    },

    hear(news: News): void {
      switch (news.kind) {
        case 'hello':
          keep(news.snapshot);
          tell({ kind: 'all' });
          break;
        case 'message': {
          const { message } = news;
          const isNew = !messages.has(message.id);
          messages.set(message.id, message);
          const mine = message.viewerId === null || message.viewerId === me.id;
          if (isNew && mine && message.channelId !== channel.id) unread.add(message.channelId);
          tell({ kind: 'message', id: message.id });
          break;
        }
        case 'gone':
          messages.delete(news.messageId);
          tell({ kind: 'gone', id: news.messageId });
          break;
        case 'interaction':
          interactions.set(news.interaction.id, news.interaction);
          tell({ kind: 'interaction', id: news.interaction.id });
          break;
        case 'exchange':
          exchanges = [...exchanges.slice(-199), news.exchange];
          tell({ kind: 'exchange', id: String(news.exchange.id) });
          break;
        case 'job':
          jobs.set(news.job.id, news.job);
          tell({ kind: 'job', id: news.job.id });
          break;
        case 'bot':
          bots = { ...bots, [news.which]: news.bot };
          tell({ kind: 'bot' });
          break;
        case 'commands':
          commands = news.commands;
          tell({ kind: 'commands' });
          break;
        case 'switches':
          switches = news.switches;
          tell({ kind: 'switches' });
          break;
        case 'violations':
          violations = news.violations;
          tell({ kind: 'violations' });
          break;
      }
    },
  };
}
