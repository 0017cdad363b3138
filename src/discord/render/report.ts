import {
  type APIButtonComponentWithCustomId,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { NOBODY } from '../../domain/job/forgotten.ts';
import { type Report, type ReportedPicture, reportReasons } from '../../domain/policy/report.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { memberMention } from '../../text/forms.ts';
import { body, lines, type MessageBody, paragraphs } from './body.ts';
import { reportId, verdictId } from './custom-ids.ts';
import { maskedLink, messageLink } from './link.ts';
import { makerOf } from './maker.ts';
import { palette } from './palette.ts';
import { quoted } from './server-log.ts';

/** The fields of the modal. */
export const reportFields = { reason: 'reason', words: 'words' } as const;
/** How long what a member says may be, in characters. */
const WORDS_MAX = 500;
/** How many reports of a picture are shown. */
const SHOWN = 5;

/** Asks a member what is wrong with the picture in a message. */
export function reportModal(messageId: string, { reports }: Catalogue): APIModalInteractionResponseCallbackData {
  return {
    custom_id: reportId.encode(messageId),
    title: reports.title,
    components: [
      {
        type: ComponentType.Label,
        label: reports.reasonLabel,
        description: reports.reasonHint,
        component: {
          type: ComponentType.StringSelect,
          custom_id: reportFields.reason,
          options: reportReasons.map((reason) => ({ value: reason, label: reports.reasons[reason] })),
        },
      },
      {
        type: ComponentType.Label,
        label: reports.wordsLabel,
        component: {
          type: ComponentType.TextInput,
          custom_id: reportFields.words,
          style: TextInputStyle.Paragraph,
          required: false,
          max_length: WORDS_MAX,
        },
      },
    ],
  };
}

/** What moderators read of a reported picture, with what they can do about it until one of them has decided. */
export function renderReport({ place, memberId, reports, verdict }: ReportedPicture, words: Catalogue): MessageBody {
  const others = reports.length - SHOWN;
  const said = lines(
    ...reports.slice(0, SHOWN).map((report) => reportText(report, words)),
    others > 0 ? words.reports.others(others) : '',
  );
  const link = maskedLink(words.reports.picture, messageLink(place));
  const made = `${words.reports.made(makerOf(memberId, words))} · ${link}`;
  const decided = verdict ? verdictText({ memberId, verdict }, words) : '';
  const embed = {
    description: paragraphs(said, made, decided),
    color: verdict ? palette.waiting : palette.asking,
  };
  return verdict ? body(embed) : body(embed, ...buttons(place.messageId, memberId, words));
}

/** What a moderator has decided about a member's picture. */
export function verdictText(
  {
    memberId,
    verdict,
  }: Pick<ReportedPicture, 'memberId'> & { readonly verdict: NonNullable<ReportedPicture['verdict']> },
  words: Catalogue,
): string {
  return words.reports.verdicts[verdict.what](memberMention(verdict.by), makerOf(memberId, words));
}

function reportText({ by, reason, words: said }: Report, { reports }: Catalogue): string {
  return lines(reports.reported(memberMention(by), reports.reasons[reason]), quoted(said));
}

function buttons(messageId: string, memberId: string, { reports }: Catalogue): APIButtonComponentWithCustomId[] {
  const button = (what: string, label: string, style: ButtonStyle.Danger | ButtonStyle.Secondary) =>
    ({ type: ComponentType.Button, custom_id: verdictId.encode(what, messageId), label, style }) as const;
  return [
    button('deleted', reports.deleteIt, ButtonStyle.Danger),
    ...(memberId === NOBODY ? [] : [button('blocked', reports.deleteAndBlock, ButtonStyle.Danger)]),
    button('left', reports.leaveIt, ButtonStyle.Secondary),
  ];
}
