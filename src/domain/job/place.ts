/** The message that shows a job. `guildId` is null outside servers. */
export type Place = { readonly guildId: string | null; readonly channelId: string; readonly messageId: string };
