import type { Speed } from '../settings/choices.ts';
import type { BotPolicy, ServerGrant } from './bot-policy.ts';
import type { ServerPolicy } from './server-policy.ts';

/** Who makes a gesture, and what has been decided about them and about where they are. */
export type AccessContext = {
  readonly memberId: string;
  /** The roles that the member has now; none outside servers. */
  readonly roleIds: readonly string[];
  readonly isOperator: boolean;
  /** Whether Discord's own settings let the member use the command that this gesture needs. */
  readonly permitted: 'yes' | 'notInChannel' | 'notMember';
  /** The server that is served; null in a DM, by a user install, or where the bot is not a member. */
  readonly server: string | null;
  readonly bot: BotPolicy;
  /** Null where there is no server. */
  readonly grant: ServerGrant | null;
  readonly policy: ServerPolicy | null;
  /** Whether the server has brought a key for a relay, which pays for what is made there; also one that cannot be read. */
  readonly hasKey: boolean;
  /** The speed of gestures that say none, as the relay is set up; null means fast. */
  readonly speed: Speed | null;
  /** In which the days of this server begin; that of the people who run the bot outside servers. */
  readonly timeZone: string;
  /** In which the days of the people who run the bot begin. */
  readonly botTimeZone: string;
};
