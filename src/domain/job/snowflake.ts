const DISCORD_EPOCH = 1_420_070_400_000n;

/**
 * Unix ms at which Discord made an id, or the interaction of a job's id
 * (https://docs.discord.com/developers/reference#snowflakes).
 */
export function snowflakeTime(id: string): number {
  return Number((BigInt(id.split('-', 1)[0] ?? '') >> 22n) + DISCORD_EPOCH);
}
