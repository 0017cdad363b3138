import type { ReportReason, Verdict } from '../../domain/policy/report.ts';

const numbers = new Intl.NumberFormat('en');

/** What members read who report a picture, and the moderators who decide about it. Members are mentions, links addresses. */
export const reports = {
  title: 'Report this picture',
  reasonLabel: 'What is wrong with it?',
  reasonHint: 'The moderators read who reported it',
  reasons: {
    rules: 'Not allowed here',
    person: 'Shows a real person',
    other: 'Something else',
  } satisfies Readonly<Record<ReportReason, string>>,
  wordsLabel: 'Anything the moderators should know?',
  thanks: 'Thank you. The moderators have it.',
  noPlace: (link: string) => `This server has no place for reports. Tell a moderator: ${link}`,
  unknown: (link: string) => `I no longer know who asked for this. Tell a moderator: ${link}`,
  tooMany: (most: number) => `You have reported ${numbers.format(most)} pictures this hour; I do not pass on more.`,
  notOurs: 'You can report pictures that I made and that everybody here sees.',
  gone: 'That picture has been deleted already.',
  reported: (who: string, reason: string) => `Reported by ${who}: **${reason}**`,
  others: (count: number) => `…and by ${numbers.format(count)} more`,
  made: (member: string) => `Made by ${member}`,
  picture: 'the picture',
  deleteIt: 'Delete',
  deleteAndBlock: 'Delete and block',
  leaveIt: 'Leave it',
  verdicts: {
    deleted: (who: string, _member: string) => `**${who} deleted it.**`,
    blocked: (who: string, member: string) =>
      `**${who} deleted it, and ${member} cannot make pictures here any more.**`,
    left: (who: string, _member: string) => `**${who} decided to leave it.**`,
  } satisfies Readonly<Record<Verdict['what'], (who: string, member: string) => string>>,
  mayNot: 'Only members who can manage messages here can decide that.',
  mayNotBlock: 'Only members who can also moderate others can block somebody.',
  decided: (decision: string) => `That was decided already. ${decision}`,
  beingDecided: 'Another moderator is deciding that right now.',
};
