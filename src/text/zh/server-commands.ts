import { creditCommands, creditNames } from './credits.ts';
import { moderatorCommands, moderatorNames } from './moderation.ts';

/** The commands about credits, and those for whoever keeps a server in order. */
export const serverCommands = { ...creditCommands, ...moderatorCommands };

/** What these commands and their options are called. */
export const serverNames = { ...creditNames, ...moderatorNames };
