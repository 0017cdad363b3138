import { type Limit, noLimit } from '../credits/account.ts';

/** What a server's managers may switch off. */
export const features = ['video', 'turbo', 'upscaleHd', 'edit', 'private', 'action', 'many'] as const;
export type Feature = (typeof features)[number];

/** A limit for the members with a role. */
export type RolePlan = { readonly roleId: string; readonly limit: Limit };

/** A member who may make no pictures in a server. Times are Unix ms; `until` is null for good. */
export type Block = {
  readonly memberId: string;
  readonly by: string;
  readonly at: number;
  readonly until: number | null;
  readonly why: string;
};

/** What the managers of a server have decided. */
export type ServerPolicy = {
  /** For each member; the roles of a member may allow more. */
  readonly everyone: Limit;
  /** At most ROLES_MAX. */
  readonly roles: readonly RolePlan[];
  /** For all members together. */
  readonly server: Limit;
  /** In which days begin at midnight. Null: that of the people who run the bot. */
  readonly timeZone: string | null;
  readonly paused: boolean;
  readonly off: readonly Feature[];
  /** Not allowed in prompts; at most 200, of at most 100 characters each. */
  readonly words: readonly string[];
  readonly log: { readonly channelId: string; readonly what: 'reports' | 'everything' } | null;
  /** At most BLOCKS_MAX. */
  readonly blocks: readonly Block[];
};

/** Tells what a server's managers have switched off; nothing outside servers. Never rejects. */
export type SwitchedOff = (guildId: string | null) => Promise<readonly Feature[]>;

/** Roles with a limit of their own that a server may have. */
export const ROLES_MAX = 10;

/** Members that may be blocked in a server at once. */
export const BLOCKS_MAX = 500;

/**
 * The policy with a member blocked, whose earlier block it replaces; the same one when too many are blocked already. Blocks that are
 * over are left out.
 */
export function withBlock(policy: ServerPolicy, block: Block): ServerPolicy {
  const others = policy.blocks.filter(
    ({ memberId, until }) => memberId !== block.memberId && (until === null || until > block.at),
  );
  return others.length >= BLOCKS_MAX ? policy : { ...policy, blocks: [...others, block] };
}

/** The policy without the block of a member; the same one when there is none. */
export function withoutBlock(policy: ServerPolicy, memberId: string): ServerPolicy {
  const blocks = policy.blocks.filter((block) => block.memberId !== memberId);
  return blocks.length === policy.blocks.length ? policy : { ...policy, blocks };
}

/** What holds in a server whose managers have decided nothing: everything is open. */
export const openServer: ServerPolicy = {
  everyone: noLimit,
  roles: [],
  server: noLimit,
  timeZone: null,
  paused: false,
  off: [],
  words: [],
  log: null,
  blocks: [],
};
