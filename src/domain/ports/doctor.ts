import type { Finding } from '../failures/finding.ts';

/** Finds out how the bot is set up. Nothing is charged, and neither method ever rejects. Both may take some seconds. */
export type Doctor = {
  /** What the managers of a server may know of the bot there. */
  server(guildId: string): Promise<readonly Finding[]>;
  /** What the people who run the bot may know. */
  everything(): Promise<readonly Finding[]>;
};
