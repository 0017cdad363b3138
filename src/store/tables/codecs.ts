import { z } from 'zod';
import { accountCodec, holdsCodec, rosterCodec } from '../schema/account.ts';
import { draftCodec } from '../schema/draft.ts';
import { erasureCodec } from '../schema/erasure.ts';
import { givenTextCodec } from '../schema/given-text.ts';
import { jobCodec } from '../schema/job.ts';
import { claimCodec, placesCodec, recentCodec, refusalsCodec } from '../schema/lists.ts';
import { messageCodec } from '../schema/message.ts';
import { botPolicyCodec, grantCodec, serverPolicyCodec } from '../schema/policy.ts';
import { indexCodec, interactionCodec, processCodec, reservationCodec } from '../schema/processes.ts';
import { reportCodec } from '../schema/report.ts';
import { serverKeyCodec } from '../schema/server-key.ts';
import { settingsCodec } from '../schema/settings.ts';
import { versioned } from '../schema/versioned.ts';

/** The stored form of each kind of record. */
export const codecs = {
  open: jobCodec,
  jobs: jobCodec,
  messages: messageCodec,
  tasks: placesCodec,
  claims: claimCodec,
  members: recentCodec,
  settings: settingsCodec,
  channels: recentCodec,
  refusals: refusalsCodec,
  drafts: draftCodec,
  texts: givenTextCodec,
  holds: holdsCodec,
  accounts: accountCodec,
  rosters: rosterCodec,
  policies: serverPolicyCodec,
  grants: grantCodec,
  bot: botPolicyCodec,
  keys: serverKeyCodec,
  reports: reportCodec,
  erasures: erasureCodec,
  interactions: interactionCodec,
  indexes: indexCodec,
  reservations: reservationCodec,
  processes: processCodec,
  checks: versioned(z.string()),
};

/**
 * What a Darkroom has to know of a store beyond the shapes of its records: since the first one of these, several processes use it, and
 * claim each interaction before they answer it.
 */
const CUSTOMS = 1;

/** The format of a store in which every record is of today's version: the number of all migrations, so that each raises it. */
export const FORMAT = Object.values(codecs).reduce((sum, { migrations }) => sum + migrations, CUSTOMS);
