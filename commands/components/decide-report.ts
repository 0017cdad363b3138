import { type ButtonInteraction, PermissionFlagsBits } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { blockMember, clearQueueOf, tooManyBlocked } from '../../src/discord/input/blocking.ts';
import { moderatedServer } from '../../src/discord/input/moderator.ts';
import { serverOf } from '../../src/discord/input/server.ts';
import { noteRemoval } from '../../src/discord/lookup/removal.ts';
import { verdictId } from '../../src/discord/render/custom-ids.ts';
import { verdictText } from '../../src/discord/render/report.ts';
import { type ReportedPicture, type Verdict, verdicts } from '../../src/domain/policy/report.ts';

type What = Verdict['what'];

/** For how long nobody else decides about a picture that a moderator is deciding about, in ms. */
const DECIDING = 60_000;

/** Why a member may not decide this, null when they may. */
function refusal(what: What, interaction: ButtonInteraction, { words }: Context): string | null {
  const { guildId, memberPermissions } = interaction;
  const mayDelete = guildId !== null && (memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false);
  if (!mayDelete) return words.reports.mayNot;
  return what === 'blocked' && moderatedServer(interaction) === null ? words.reports.mayNotBlock : null;
}

/** Does what a moderator has decided, and answers with what was done; null when nothing could be. */
async function carryOut(
  what: What,
  { memberId, place, reports }: ReportedPicture,
  guildId: string,
  { user, createdTimestamp: at }: ButtonInteraction,
  context: Context,
): Promise<What | null> {
  const { presenter, responder, words } = context;
  if (what === 'left') return what;
  if ((await presenter.remove(place)) !== null) {
    await responder.tell(words.lookup.notRemoved);
    return null;
  }
  await noteRemoval(place.messageId, context);
  if (what === 'deleted') return what;
  const why = words.reports.reasons[reports[0]?.reason ?? 'other'];
  const block = { memberId, by: user.id, at, until: null, why };
  if ((await blockMember(guildId, block, context)) === 'tooMany') {
    await responder.tell(tooManyBlocked(context));
    return 'deleted';
  }
  await responder.tell(await clearQueueOf(guildId, block, context));
  return what;
}

/** The buttons below a reported picture in the log of a server: the first moderator who presses one decides. */
export default {
  button: {
    prefix: verdictId.prefix,
    async press(interaction, context) {
      const { responder, serverLog, store, words } = context;
      const { createdTimestamp: at, customId, guildId, id, message, user } = interaction;
      const [wanted = '', messageId = ''] = verdictId.decode(customId) ?? [];
      const what = verdicts.find((one) => one === wanted);
      if (!what || guildId === null) return responder.tell(words.replies.buttonUnknown);
      const refused = refusal(what, interaction, context);
      if (refused !== null) return responder.tell(refused);
      const picture = await store.reports.get(messageId);
      const isHere = picture?.place.guildId === guildId && picture.post?.messageId === message.id;
      if (!picture || !isHere) return responder.tell(words.replies.buttonUnknown);
      const { memberId, verdict } = picture;
      if (verdict) return responder.tell(words.reports.decided(verdictText({ memberId, verdict }, words)));
      const key = `verdict:${messageId}`;
      if ((await store.claims.claim(key, id, DECIDING)) !== id) return responder.tell(words.reports.beingDecided);
      await responder.deferUpdate();
      const done = await carryOut(what, picture, guildId, interaction, context);
      if (done === null) return store.claims.release(key, id);
      const decided = { by: user.id, what: done, at };
      const now = await store.reports.change(messageId, (there) => there && { ...there, verdict: decided });
      if (now) await serverLog.showReport(serverOf(interaction, guildId), now);
    },
  },
} satisfies Handler;
