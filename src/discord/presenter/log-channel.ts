import { randomUUID } from 'node:crypto';
import type { APIEmbed } from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Place } from '../../domain/job/place.ts';
import type { ReportedPicture } from '../../domain/policy/report.ts';
import type { ServerPolicy } from '../../domain/policy/server-policy.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Server, ServerEvent, ServerLog } from '../../domain/ports/server-log.ts';
import type { Policies, Store } from '../../domain/ports/store.ts';
import { type Pause, pause as realPause } from '../../lib/timeout.ts';
import { memberMention } from '../../text/forms.ts';
import { catalogueFor } from '../../text/locale.ts';
import type { MessageBody } from '../render/body.ts';
import { palette } from '../render/palette.ts';
import { renderReport } from '../render/report.ts';
import { renderEvent } from '../render/server-log.ts';
import { type ApiResult, createDiscordApi } from '../rest/api.ts';
import type { RestClients } from '../rest/clients.ts';
import { mayPass } from '../rest/errors.ts';

export type LogChannelParts = {
  readonly restClients: Omit<RestClients, 'close'>;
  readonly policies: Pick<Policies, 'server'>;
  readonly claims: Pick<Store['claims'], 'claim'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly stop: AbortSignal;
  /** How a wait is waited; for tests. */
  readonly pause?: Pause;
};

/** What a server's managers have chosen for its log. */
export type LogChoice = NonNullable<ServerPolicy['log']>;

/** The log of each server that has one: a channel of it. Nothing here throws, and nobody is ever mentioned. */
export type LogChannel = ServerLog & {
  /**
   * Writes a first entry, signed by the member who chose the channel. `forbidden`: the bot may not write there, or the channel is
   * not of this server. `unsure`: Discord did not say.
   */
  tryOut(server: Server, choice: LogChoice, by: string): Promise<'written' | 'forbidden' | 'unsure'>;
  /**
   * Shows moderators a reported picture as it stands: in the message that does, else in a new one, which is answered. Null where the
   * server has no log, or the bot may not write there.
   */
  showReport(server: Server, picture: ReportedPicture): Promise<Place | null>;
  /** Whether the bot may not write into a server's log any more. */
  isFailing(guildId: string): boolean;
};

/** How long the log of a server rests between two messages, in ms, so that it leaves its channel to others. */
const REST = 2_000;
/** How often a report is tried to be posted. */
const TRIES_MAX = 4;
/** The most entries that wait for one channel; of results fewer, so that a flood of them hides nothing else. */
const WAITING_MAX = { results: 50, all: 100 };
/** The most entries of one message, and the most characters that they may have together. */
const TOGETHER = { entries: 10, characters: 5_500 };
/** For how long what is told once is not told again, in ms: longer than any month. */
const ONCE = 32 * 24 * 3_600_000;
/** The most servers of which it is remembered that their log fails. */
const FAILING_MAX = 1_000;

type Entry = { readonly guildId: string; readonly embed: APIEmbed };

export function createLogChannel({
  restClients,
  policies,
  claims,
  log,
  stop,
  pause = realPause,
}: LogChannelParts): LogChannel {
  const api = createDiscordApi(restClients);
  /** What waits for a channel that was written to just now. */
  const waiting = new Map<string, Entry[]>();
  const failing = new LRUCache<string, true>({ max: FAILING_MAX });

  function post(channelId: string, body: MessageBody, nonce = randomNonce()) {
    return api.post(channelId, { body, files: [] }, { nonce, replyTo: null }, stop);
  }

  /** Posts what must not be lost, also where Discord is busy. With the same nonce Discord posts it once. */
  async function postPatiently(channelId: string, body: MessageBody) {
    const nonce = randomNonce();
    for (let tries = 1; ; tries += 1) {
      const posted = await post(channelId, body, nonce);
      if (posted.ok || tries >= TRIES_MAX || stop.aborted || !mayPass(posted.trouble)) return posted;
      await pause(posted.trouble.retryAfter ?? REST, stop);
    }
  }

  async function write(channelId: string, entries: readonly [Entry, ...Entry[]]): Promise<void> {
    const [{ guildId }] = entries;
    note(guildId, await post(channelId, bodyOf(entries.map(({ embed }) => embed))));
  }

  /** Takes note of whether the bot may write an entry. Nobody is told of what passes by itself. */
  function note(guildId: string, posted: ApiResult<unknown>): void {
    if (posted.ok) failing.delete(guildId);
    else if (!stop.aborted) {
      if (!mayPass(posted.trouble)) failing.set(guildId, true);
      log.info({ guildId, trouble: posted.trouble }, 'the log of a server could not be written');
    }
  }

  /** Writes all that waits for a channel, as much as fits in each message. */
  async function drain(channelId: string, entries: Entry[]): Promise<void> {
    for (;;) {
      const [first, ...others] = entries.splice(0, fitting(entries));
      if (!first || stop.aborted) break;
      await write(channelId, [first, ...others]);
      await pause(REST, stop);
    }
    waiting.delete(channelId);
  }

  function enqueue(channelId: string, entry: Entry, most: number): void {
    const there = waiting.get(channelId);
    if (!there) {
      const begun = [entry];
      waiting.set(channelId, begun);
      void drain(channelId, begun);
    } else if (there.length < most) there.push(entry);
  }

  async function take({ guildId, locale }: Server, event: ServerEvent, once?: string): Promise<void> {
    // Who moves the log, or ends it, is told where it was.
    const choice = event.kind === 'policy' ? event.before.log : (await policies.server(guildId)).log;
    if (!choice || (event.kind === 'result' && choice.what !== 'everything')) return;
    if (once !== undefined && !(await isFirst(`log:${guildId}:${once}`))) return;
    const embed = renderEvent(event, catalogueFor(locale));
    const most = event.kind === 'result' ? WAITING_MAX.results : WAITING_MAX.all;
    if (embed) enqueue(choice.channelId, { guildId, embed }, most);
  }

  async function isFirst(key: string): Promise<boolean> {
    const id = randomUUID();
    return (await claims.claim(key, id, ONCE)) === id;
  }

  return {
    add(server, event, once) {
      take(server, event, once).catch((error: unknown) => {
        log.warn({ guildId: server.guildId, error }, 'an entry of a server’s log could not be made');
      });
    },

    async tryOut({ guildId, locale }, { channelId, what }, by) {
      const channel = await api.readChannel(channelId, stop);
      if (!channel.ok) return mayPass(channel.trouble) ? 'unsure' : 'forbidden';
      if (channel.value.guildId !== guildId) return 'forbidden';
      const { serverLog } = catalogueFor(locale);
      const embed: APIEmbed = {
        description: serverLog.begins(memberMention(by), what === 'everything'),
        color: palette.working,
      };
      const posted = await post(channelId, bodyOf([embed]));
      if (!posted.ok) return mayPass(posted.trouble) ? 'unsure' : 'forbidden';
      failing.delete(guildId);
      return 'written';
    },

    async showReport({ guildId, locale }, picture) {
      const body = renderReport(picture, catalogueFor(locale));
      if (picture.post) {
        const edited = await api.editMessage(picture.post, { body, files: [] }, stop);
        const isGone = !edited.ok && edited.trouble.meaning === 'unknownMessage';
        // What has been decided needs no new message.
        if (!isGone || picture.verdict) return picture.post;
      }
      const choice = (await policies.server(guildId)).log;
      if (!choice) return null;
      const posted = await postPatiently(choice.channelId, body);
      note(guildId, posted);
      return posted.ok ? { guildId, channelId: choice.channelId, messageId: posted.value.id } : null;
    },

    isFailing: (guildId) => failing.has(guildId),
  };
}

function bodyOf(embeds: APIEmbed[]): MessageBody {
  return { content: '', embeds, components: [], attachments: [], allowed_mentions: { parse: [] } };
}

function randomNonce(): string {
  return randomUUID().replaceAll('-', '').slice(0, 25);
}

/** How many of the first entries fit in one message: at least one. */
function fitting(entries: readonly Entry[]): number {
  let characters = 0;
  const tooMany = entries.findIndex(({ embed: { description = '' } }, index) => {
    characters += description.length;
    return index > 0 && (index >= TOGETHER.entries || characters > TOGETHER.characters);
  });
  return tooMany < 0 ? entries.length : tooMany;
}
