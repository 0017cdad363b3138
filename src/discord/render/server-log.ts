import type { APIEmbed } from 'discord.js';
import { messageOf } from '../../domain/job/job.ts';
import type { ServerEvent } from '../../domain/ports/server-log.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { memberMention } from '../../text/forms.ts';
import { gestureOf, lines } from './body.ts';
import { escapeLetters, escapePrompt } from './escape.ts';
import { maskedLink, messageLink } from './link.ts';
import { palette } from './palette.ts';
import { policyChanges } from './policy-change.ts';

/** How many letters of a prompt or a reason are shown. */
const SHOWN = 150;

/** Shows an event to whoever reads the log of a server; null where there is nothing to tell. */
export function renderEvent(event: ServerEvent, words: Catalogue): APIEmbed | null {
  const description = textOf(event, words);
  return description === '' ? null : { description, color: palette.working };
}

function textOf(event: ServerEvent, words: Catalogue): string {
  const { serverLog } = words;
  switch (event.kind) {
    case 'removed': {
      const { by, memberId, channelId, prompt } = event;
      const removed = serverLog.removed(memberMention(by), memberMention(memberId), `<#${channelId}>`);
      return lines(removed, quoted(prompt ?? ''));
    }
    case 'blocked': {
      const { by, memberId, until, why } = event;
      return lines(serverLog.blocked(memberMention(by), memberMention(memberId), until), quoted(why));
    }
    case 'unblocked':
      return serverLog.unblocked(memberMention(event.by), memberMention(event.memberId));
    case 'policy': {
      const changes = policyChanges(event.before, event.after, words);
      return changes.length === 0 ? '' : lines(serverLog.changed(memberMention(event.by)), ...changes);
    }
    case 'key':
      return serverLog.key[event.became](memberMention(event.by), event.host);
    case 'keyRefused':
      return serverLog.keyRefused;
    case 'credits': {
      const { by, memberId, amount, note } = event;
      return lines(serverLog.given(memberMention(by), memberMention(memberId), amount), quoted(note));
    }
    case 'limit': {
      const { isReached, of, window, used, limit, until } = event;
      return isReached
        ? serverLog.limitReached(limit, window, until, of === 'server')
        : serverLog.limitNear(used, limit, window);
    }
    case 'result':
      return resultText(event, words);
  }
}

/** What somebody made, with a link to it; of what only they see, nothing but that it is there. */
function resultText({ job }: Extract<ServerEvent, { readonly kind: 'result' }>, words: Catalogue): string {
  const who = memberMention(job.requester.id);
  if (job.private) return words.serverLog.madePrivately(who);
  const what = escapePrompt(gestureOf(job, words), 60).text;
  const place = messageOf(job);
  // What arrived by direct message is linked for nobody else.
  const made = words.serverLog.made(who, place?.guildId ? maskedLink(what, messageLink(place)) : what);
  return lines(made, quoted(job.prompt));
}

/** The beginning of what somebody wrote, as a quotation; nothing where they wrote nothing. */
export function quoted(text: string): string {
  const shown = escapeLetters(text.replace(/\s+/g, ' ').trim(), SHOWN).text;
  return shown === '' ? '' : `> ${shown}`;
}
