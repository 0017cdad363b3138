import type { JobIn } from '../job/job.ts';
import type { ServerPolicy } from '../policy/server-policy.ts';

/** A server, and the language in which everybody there is written to (Discord's locale). */
export type Server = { readonly guildId: string; readonly locale: string };

/** What a server's moderators may want to look up later. Ids are members', unless they say otherwise; times are Unix ms. */
export type ServerEvent =
  /** Somebody removed a picture that another member had asked for. `prompt` is null where nobody knows it, or may. */
  | {
      readonly kind: 'removed';
      readonly by: string;
      readonly memberId: string;
      readonly channelId: string;
      readonly prompt: string | null;
    }
  | {
      readonly kind: 'blocked';
      readonly by: string;
      readonly memberId: string;
      readonly until: number | null;
      readonly why: string;
    }
  | { readonly kind: 'unblocked'; readonly by: string; readonly memberId: string }
  /** Nothing is written where both say the same. */
  | { readonly kind: 'policy'; readonly by: string; readonly before: ServerPolicy; readonly after: ServerPolicy }
  /** What has become of the key that the server has brought, which is or was for this host. */
  | {
      readonly kind: 'key';
      readonly by: string;
      readonly host: string;
      readonly became: 'set' | 'replaced' | 'removed';
    }
  /** The service refused the key that the server has brought. */
  | { readonly kind: 'keyRefused' }
  /** `amount` credits, for today. */
  | {
      readonly kind: 'credits';
      readonly by: string;
      readonly memberId: string;
      readonly amount: number;
      readonly note: string;
    }
  /** What the server may use, most of which is used, or all. `of`: whose limit it is. */
  | {
      readonly kind: 'limit';
      readonly isReached: boolean;
      readonly of: 'server' | 'grant';
      readonly window: 'day' | 'month';
      readonly used: number;
      readonly limit: number;
      readonly until: number;
    }
  | { readonly kind: 'result'; readonly job: JobIn<'settled'> };

/** Writes what happens in a server where its managers want to read it. */
export type ServerLog = {
  /**
   * Writes an event into the server's log, if it has one that is for such events. `once`: what this is about, of which a month knows
   * one event at most. Best effort: it never throws and never waits, and what Discord does not take is left out.
   */
  add(server: Server, event: ServerEvent, once?: string): void;
};
