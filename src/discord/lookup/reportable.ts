import type { BaseInteraction } from 'discord.js';
import type { Place } from '../../domain/job/place.ts';
import type { Report, ReportedPicture } from '../../domain/policy/report.ts';
import { withReport } from '../../domain/policy/report.ts';
import type { Server } from '../../domain/ports/server-log.ts';
import type { MessageRecord } from '../../domain/ports/store.ts';
import type { Context, Services } from '../handler.ts';
import { messageLink } from '../render/link.ts';

/** Pictures that a member may report in an hour. */
const REPORTS_PER_HOUR = 5;
const HOUR = 3_600_000;
/** For how long one report makes the message for the moderators, and others do not, in ms. */
const POSTING = 60_000;

/**
 * The record of the picture in a message that a member wants to report, else a sentence that says why they cannot. `place` is in the
 * channel where they are.
 */
export async function reportable(
  place: Place & { readonly guildId: string },
  { store, words }: Pick<Context, 'store' | 'words'>,
): Promise<MessageRecord | string> {
  const record = await store.messages.get(place.messageId);
  const isHere = record?.place.guildId === place.guildId && record.place.channelId === place.channelId;
  if (record && (!isHere || record.private)) return words.reports.notOurs;
  if ((await store.policies.server(place.guildId)).log === null) return words.reports.noPlace(messageLink(place));
  return record ?? words.reports.unknown(messageLink(place));
}

/** Takes one of the reports that a member may make in an hour. Answers with how many they may, when none is left. */
export async function takeTurn(
  { id, user }: Pick<BaseInteraction, 'id' | 'user'>,
  guildId: string,
  { store }: Pick<Services, 'store'>,
): Promise<number | null> {
  for (let n = 0; n < REPORTS_PER_HOUR; n += 1) {
    if ((await store.claims.claim(`report:${guildId}:${user.id}:${n}`, id, HOUR)) === id) return null;
  }
  return REPORTS_PER_HOUR;
}

/** Passes a report on to the moderators: whether they have it. There is one message for each picture. Throws StoreError. */
export async function passOn(
  { place, requesterId }: Pick<MessageRecord, 'place' | 'requesterId'>,
  report: Report,
  server: Server,
  { serverLog, store }: Pick<Services, 'serverLog' | 'store'>,
): Promise<boolean> {
  const { messageId } = place;
  const fresh: ReportedPicture = { place, memberId: requesterId, reports: [], post: null, verdict: null };
  const picture = await store.reports.change(messageId, (there = fresh) => withReport(there, report));
  if (!picture || picture.verdict) return true;
  const key = `report:${messageId}`;
  const isOurs = picture.post !== null || (await store.claims.claim(key, report.by, POSTING)) === report.by;
  if (!isOurs) return true;
  const post = await serverLog.showReport(server, picture);
  if (!post) {
    await store.claims.release(key, report.by);
    await store.reports.change(messageId, (there) => there && without(there, report));
    return false;
  }
  const now = await store.reports.change(messageId, (there) => there && { ...there, post });
  // Others may have reported it meanwhile.
  if (now && now.reports.length > picture.reports.length) await serverLog.showReport(server, now);
  return true;
}

/** The picture without a report that nobody has read; null when nothing is left of it. */
function without(picture: ReportedPicture, { by }: Report): ReportedPicture | null {
  const reports = picture.reports.filter((one) => one.by !== by);
  return reports.length === 0 ? null : { ...picture, reports };
}
