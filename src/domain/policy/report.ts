import type { Place } from '../job/place.ts';

/** Why a member reports a picture. */
export const reportReasons = ['rules', 'person', 'other'] as const;
export type ReportReason = (typeof reportReasons)[number];

/** What one member says of a picture. `at` is Unix ms. */
export type Report = {
  readonly by: string;
  readonly reason: ReportReason;
  readonly words: string;
  readonly at: number;
};

/** What a moderator did about a reported picture. */
export const verdicts = ['deleted', 'blocked', 'left'] as const;
export type Verdict = { readonly by: string; readonly what: (typeof verdicts)[number]; readonly at: number };

/** A picture that members of its server have reported. */
export type ReportedPicture = {
  /** Its message. */
  readonly place: Place;
  /** Who asked for it. */
  readonly memberId: string;
  /** One of each member, at most REPORTS_MAX. */
  readonly reports: readonly Report[];
  /** The message in which moderators read of it; null while there is none. */
  readonly post: Place | null;
  /** Null until a moderator has decided. */
  readonly verdict: Verdict | null;
};

/** Members whose words about one picture are kept. */
export const REPORTS_MAX = 20;

/** The picture with one report more; the same where its member has reported it before, or there are enough. */
export function withReport(picture: ReportedPicture, report: Report): ReportedPicture {
  const isKnown = picture.reports.some(({ by }) => by === report.by);
  if (isKnown || picture.reports.length >= REPORTS_MAX) return picture;
  return { ...picture, reports: [...picture.reports, report] };
}
