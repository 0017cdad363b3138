import type { ActionClass } from '../../domain/buttons/action.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import { type Explanation, isChinese, withCharge } from '../forms.ts';
import { explainFlags } from './flags.ts';
import { unreadable } from './media.ts';

/** The relay's own words, unless they are Chinese. */
const quoted = (detail: string) => (detail === '' || isChinese(detail) ? '' : ` It says: “${detail}”`);

/**
 * Tells an English-speaking member why something was not done. Only where it is `free`, which needs proof, they are told
 * that it cost nothing.
 */
export function explain(reason: Reason, reference: string, free = false): Explanation {
  const charge = free ? 'Nothing was charged.' : 'It may have been charged.';
  const again = free
    ? 'Nothing was charged. You can try again.'
    : 'It may have been charged. You can try again, but it may cost a second time.';
  switch (reason.kind) {
    case 'bannedWord':
      return {
        what: `${reason.by === 'relay' ? 'This bot’s Midjourney service' : 'Midjourney'} does not allow ${
          reason.word === '' ? 'a word' : `“${reason.word}”`
        } in this prompt.`,
        next: `${
          reason.by === 'relay' ? 'The list of words is its own, not Midjourney’s. ' : ''
        }Put it in other words and try again. ${charge}`,
      };
    case 'invalidParameter':
      return reason.flag === undefined
        ? {
            what: `Midjourney does not understand a parameter of this prompt.${quoted(reason.detail)}`,
            next: `Check the part after the first “--” and try again. ${charge}`,
          }
        : {
            what: `Midjourney does not take “${reason.flag}” in this prompt.${quoted(reason.detail)}`,
            next: `Leave it out or change it, and try again. ${charge}`,
          };
    case 'filmSpeed':
      return reason.speed === 'relax'
        ? {
            what: 'This bot’s Midjourney plan cannot make films in relax mode.',
            next: `Leave “--relax” out. If it is not in your text, only the people who run the bot can change the speed. ${charge}`,
          }
        : {
            what: 'Midjourney cannot make films in turbo mode.',
            next: `Leave “--turbo” out. If it is not in your text, only the people who run the bot can change the speed. ${charge}`,
          };
    case 'invalidRequest':
      return {
        what: `Midjourney’s service did not accept this.${quoted(reason.detail)}`,
        next: `Change the prompt or the options and try again. ${charge}`,
      };
    case 'taskUnknown':
      return {
        what: 'Midjourney no longer knows this picture.',
        next: `Pictures are kept for about a month. Make it again with /imagine. ${charge}`,
      };
    case 'parentClosed':
      return {
        what: 'This picture is closed: the Midjourney account that made it is gone.',
        next: `Nothing more can be made from it. Make it again with /imagine. ${charge}`,
      };
    case 'taskNotReady':
      return { what: 'That picture is not quite finished yet.', next: `Wait a few seconds and press again. ${charge}` };
    case 'noAccount':
      return { what: 'No Midjourney account is free right now.', next: `Try again in a few minutes. ${charge}` };
    case 'queueFull':
    case 'saturated':
      return {
        what: 'Midjourney is very busy right now and is not taking more jobs.',
        next: `Try again in a few minutes. ${charge}`,
      };
    case 'relayFailed':
      return {
        what: 'Midjourney’s service had a problem of its own and did not take this.',
        next: `Try again in a few minutes. ${charge}`,
      };
    case 'unsupported':
      if (reason.feature === 'remix') {
        return {
          what: `Remix is switched off for this bot.${free ? ' Nothing was charged.' : ''}`,
          next: 'Turn it off for yourself with /remix and press again: without a new prompt it works.',
        };
      }
      if (reason.feature === 'uploads') {
        return {
          what: `This bot’s Midjourney service does not take uploaded pictures.${free ? ' Nothing was charged.' : ''}`,
          next: 'Only the people who run the bot can change that. Everything that needs none still works.',
        };
      }
      return {
        what: `This bot’s Midjourney service cannot do that.${quoted(reason.detail)}`,
        next: `Everything else still works.${free ? ' Nothing was charged.' : ''}`,
      };
    case 'operator':
      return {
        what: 'This bot cannot reach its Midjourney account at the moment.',
        next: `Only the people who run the bot can fix that. Please tell them, then try again. ${charge}`,
      };
    case 'keyRefused':
      return {
        what: 'The service refuses this server’s key: it may have expired or be used up.',
        next: `The server’s managers can replace it with /server. ${charge}`,
      };
    case 'pictureUnreadable':
      return withCharge(unreadable[reason.why ?? 'unknown'], charge, ' ');
    case 'pictureTooLarge':
      return { what: 'The picture you gave is too large.', next: `Use a smaller copy of it. ${charge}` };
    case 'unreachable':
      return {
        what: 'Midjourney’s service could not be reached.',
        next: free ? 'Nothing was submitted and nothing was charged. Try again later.' : `Try again later. ${charge}`,
      };
    case 'taskFailed':
      return {
        what: `${reason.begun ? 'Midjourney started, but could not finish this.' : 'Midjourney could not make this.'}${quoted(reason.detail)}`,
        next: `Try again, or change the prompt. ${charge}`,
      };
    case 'timedOut':
      return {
        what: 'Midjourney took too long, and its service stopped waiting.',
        next: again,
      };
    case 'windowFailed':
      return {
        what: 'Midjourney’s service could not pass your text on.',
        next: `Press the button under the first picture again. ${charge}`,
      };
    case 'taskCancelled':
      return { what: 'This was cancelled.', next: charge };
    case 'cancelled':
    case 'stopped':
      return {
        what: reason.byModerator ? 'A moderator of this server cancelled this.' : 'Cancelled in time.',
        next: free ? charge : 'Nothing more will be charged, but what had already begun may have been.',
      };
    case 'unfollowed':
      return {
        what: reason.byModerator
          ? 'A moderator of this server cancelled this, but Midjourney could no longer be stopped.'
          : 'Cancelled, but Midjourney could no longer be stopped.',
        next: 'I have stopped waiting for it. It may have been charged.',
      };
    case 'leftAlone':
      return {
        what: 'I have stopped waiting for this picture.',
        next: 'It is still being made for the member who asked for it. You are not charged for it.',
      };
    case 'taskLost':
      return { what: 'Midjourney’s service lost track of this.', next: again };
    case 'emptyResult':
      return {
        what:
          reason.wanted === 'picture'
            ? 'Midjourney finished, but its service sent no picture.'
            : 'Midjourney finished, but its service sent no text.',
        next: again,
      };
    case 'unanswered':
      return {
        what: 'Midjourney’s service did not answer, and no picture turned up. It may or may not have been charged.',
        next: 'You can try again, but it may cost a second time.',
      };
    case 'overdue':
      return {
        what: 'This took far too long, so I stopped waiting for it.',
        next: again,
      };
    case 'windowExpired':
      return {
        what: 'Midjourney waited for your text, but has stopped waiting.',
        next: `Press the button under the first picture again. ${charge}`,
      };
    case 'textMissing':
      return {
        what: 'Midjourney is waiting for words that nobody has written.',
        next: `Press the button under the first picture again. ${charge}`,
      };
    case 'askedInPrivate':
      return {
        what: 'You asked for this picture in private, so it is not shown where everyone can see it.',
        next: 'Turn on “Only for me” in /settings and ask again.',
      };
    case 'superseded':
      return { what: 'A newer attempt has taken the place of this one.', next: '' };
    case 'earlierFound':
      return {
        what: 'The first attempt turned up after all: its own message shows the result.',
        next: 'This one was not submitted, so nothing is charged for it.',
      };
    case 'madeBefore':
      return {
        what: 'This was asked for before: its own message shows the result.',
        next: 'This one was not submitted, so nothing is charged for it.',
      };
    case 'flags':
      return explainFlags(reason.troubles);
    case 'internal':
      return {
        what: 'Something went wrong in this bot.',
        next: `${charge} If it happens again, tell the people who run it this reference: \`${reference}\``,
      };
  }
}

/** Tells an English-speaking member that the relay has no such button or command; `gesture` names it. */
export function explainUnsupported(gesture: string, kind: ActionClass | 'request', free: boolean): Explanation {
  return {
    what: `This bot’s Midjourney service does not offer “${gesture}”.${free ? ' Nothing was charged.' : ''}`,
    next: (kind !== 'request' && elsewhere[kind]) || 'Everything else still works.',
  };
}

/** What does the same where a button is not offered. */
const elsewhere: Partial<Record<ActionClass, string>> = {
  animate: 'Try /video with this picture: attach it there, or paste its link.',
  animateExtend: 'Try /video and its option “extend”, with the link of the film’s message.',
  videoPick: 'The films are all in the first message. To go on with one, use /video and its option “extend”.',
};
