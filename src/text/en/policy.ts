import type { SpendingCommand } from '../../domain/policy/command-permissions.ts';

/** What members read where the rules of a server do not let them make something. */
export const policy = {
  notInChannel: 'No pictures are made in this channel.',
  notPermitted: (command: SpendingCommand) =>
    `You may not use \`/${command}\` here, so this button does not work for you either. The server’s managers decide that.`,
};
