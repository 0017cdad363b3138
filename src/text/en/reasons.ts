import type { ActionClass } from '../../domain/buttons/action.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import { type Explanation, isChinese } from '../forms.ts';
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
  switch (reason.kind) {
    case 'bannedWord':
      return {
        what: `${reason.by === 'relay' ? 'This bot’s relay' : 'Midjourney'} does not allow ${
          reason.word === '' ? 'a word' : `“${reason.word}”`
        } in this prompt.`,
        next: `${
          reason.by === 'relay' ? 'The list of words is its own, not Midjourney’s. ' : ''
        }Say it in other words and try once more. ${charge}`,
      };
    case 'invalidParameter':
      return reason.flag === undefined
        ? {
            what: `Midjourney does not understand a parameter of this prompt.${quoted(reason.detail)}`,
            next: 'Check the part after the first “--” and try once more.',
          }
        : {
            what: `Midjourney does not take “${reason.flag}” in this prompt.${quoted(reason.detail)}`,
            next: 'Leave it out or change it, and try once more.',
          };
    case 'filmSpeed':
      return reason.speed === 'relax'
        ? {
            what: 'This bot’s Midjourney plan makes no films in relax mode.',
            next: 'Leave “--relax” out. If it is not in your text, only the people who run the bot can change the speed.',
          }
        : {
            what: 'Midjourney makes no films in turbo mode.',
            next: 'Leave “--turbo” out. If it is not in your text, only the people who run the bot can change the speed.',
          };
    case 'invalidRequest':
      return {
        what: `Midjourney's relay did not accept this.${quoted(reason.detail)}`,
        next: `Change the prompt or the options and try once more. ${charge}`,
      };
    case 'taskUnknown':
      return {
        what: 'Midjourney no longer knows this picture.',
        next: 'Pictures are kept for about a month. Make it anew with /imagine.',
      };
    case 'parentClosed':
      return {
        what: 'The way to this picture is closed: the relay no longer has the account that made it.',
        next: `Nothing more can be made of it. Make it anew with /imagine.${free ? ' Nothing was charged.' : ''}`,
      };
    case 'taskNotReady':
      return { what: 'That picture is not quite finished yet.', next: 'Wait a few seconds and press again.' };
    case 'noAccount':
      return { what: 'No Midjourney account is free right now.', next: 'Try again in a few minutes.' };
    case 'queueFull':
    case 'saturated':
      return {
        what: 'Midjourney is very busy right now and would not take any more.',
        next: `Try again in a few minutes. ${charge}`,
      };
    case 'relayFailed':
      return {
        what: 'Midjourney’s relay had a fault of its own and did not take this.',
        next: `Try again in a few minutes. ${charge}`,
      };
    case 'unsupported':
      if (reason.feature === 'remix') {
        return {
          what: `Remix is switched off at this bot’s relay.${free ? ' Nothing was charged.' : ''}`,
          next: 'Switch it off for yourself with /remix and press again: without new words it works.',
        };
      }
      if (reason.feature === 'uploads') {
        return {
          what: `This bot’s relay takes no uploaded pictures.${free ? ' Nothing was charged.' : ''}`,
          next: 'Only the people who run the bot can change that. Everything without one keeps working.',
        };
      }
      return {
        what: `This relay cannot do that.${quoted(reason.detail)}`,
        next: `Everything else keeps working.${free ? ' Nothing was charged.' : ''}`,
      };
    case 'operator':
      return {
        what: 'This bot cannot reach its Midjourney account at the moment.',
        next: 'Only the people who run the bot can mend that. Please tell them, then try again.',
      };
    case 'keyRefused':
      return {
        what: 'The service refuses this server’s key: it may have expired or be used up.',
        next: `The server’s managers can replace it with /server. ${charge}`,
      };
    case 'pictureUnreadable':
      return unreadable[reason.why ?? 'unknown'];
    case 'pictureTooLarge':
      return { what: 'The picture you gave is too large.', next: 'Use a smaller copy of it.' };
    case 'unreachable':
      return {
        what: 'Midjourney’s relay could not be reached.',
        next: free ? 'Nothing was submitted and nothing was charged. Try again later.' : 'Try again later.',
      };
    case 'taskFailed':
      return {
        what: `${reason.begun ? 'Midjourney started, but could not finish this.' : 'Midjourney could not make this.'}${quoted(reason.detail)}`,
        next: 'Try again, or change the prompt.',
      };
    case 'timedOut':
      return {
        what: 'The relay stopped waiting for Midjourney, which may have made it all the same.',
        next: free
          ? 'You can try again.'
          : 'It may have been charged. You can try again, but it may cost a second time.',
      };
    case 'windowFailed':
      return {
        what: 'The relay could not hand Midjourney the text that it waited for.',
        next: `Press the button under the first picture again. ${charge}`,
      };
    case 'taskCancelled':
      return { what: 'This was cancelled.', next: '' };
    case 'cancelled':
    case 'stopped':
      return {
        what: reason.byModerator ? 'A moderator of this server called this off.' : 'Called off in time.',
        next: free ? charge : 'Nothing more is charged for it, but what had begun by then may have been charged.',
      };
    case 'unfollowed':
      return {
        what: reason.byModerator
          ? 'A moderator of this server called this off, but Midjourney could not be stopped any more.'
          : 'Called off, but Midjourney could not be stopped any more.',
        next: 'I no longer wait for it. It may have been charged.',
      };
    case 'leftAlone':
      return {
        what: 'I no longer wait for this picture.',
        next: 'It goes on being made for whoever asked for it. Nothing is charged to you.',
      };
    case 'taskLost':
      return { what: 'Midjourney’s relay lost track of this.', next: 'Try again. That may be charged once more.' };
    case 'emptyResult':
      return {
        what:
          reason.wanted === 'picture'
            ? 'Midjourney finished, but the relay sent no picture.'
            : 'Midjourney finished, but the relay sent no text.',
        next: free
          ? 'Try again in a while.'
          : 'It may have been charged. You can try again, but it may cost a second time.',
      };
    case 'unanswered':
      return {
        what: 'The relay did not answer, and no picture turned up. It may or may not have been charged.',
        next: 'You can try again, but it may cost a second time.',
      };
    case 'overdue':
      return {
        what: 'This took far too long, so I stopped waiting for it.',
        next: 'You can try again, but it may cost a second time.',
      };
    case 'windowExpired':
      return {
        what: 'Midjourney waited for your text, but not any longer.',
        next: 'Press the button under the first picture again.',
      };
    case 'textMissing':
      return {
        what: 'Midjourney waits for words that nobody has written.',
        next: 'Press the button under the first picture again.',
      };
    case 'askedInPrivate':
      return {
        what: 'You asked for this picture in private, so it is not shown where all can see.',
        next: 'Switch “Only for me” on in /settings and ask again.',
      };
    case 'superseded':
      return { what: 'A newer try took the place of this one.', next: '' };
    case 'earlierFound':
      return {
        what: 'The first try turned up after all: its own message shows what becomes of it.',
        next: 'This one was not submitted, so nothing is charged for it.',
      };
    case 'madeBefore':
      return {
        what: 'The same was asked for before: its own message shows what becomes of it.',
        next: 'This one was not submitted, so nothing is charged for it.',
      };
    case 'flags':
      return explainFlags(reason.troubles);
    case 'internal':
      return {
        what: 'Something went wrong in this bot.',
        next: `If it happens again, tell the people who run it this reference: \`${reference}\``,
      };
  }
}

/** Tells an English-speaking member that the relay has no such button or command; `gesture` names it. */
export function explainUnsupported(gesture: string, kind: ActionClass | 'request', free: boolean): Explanation {
  return {
    what: `This bot’s relay does not offer “${gesture}”.${free ? ' Nothing was charged.' : ''}`,
    next: (kind !== 'request' && elsewhere[kind]) || 'Everything else keeps working.',
  };
}

/** What does the same where a button is not offered. */
const elsewhere: Partial<Record<ActionClass, string>> = {
  animate: 'Try /video with this picture: attach it there, or paste its link.',
  animateExtend: 'Try /video and its option “extend”, with the link of the film’s message.',
  videoPick: 'The films are all in the first message. To go on with one, use /video and its option “extend”.',
};
