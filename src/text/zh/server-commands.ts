import { creditCommands, creditNames } from './credits.ts';
import { doctorCommands, doctorNames } from './doctor.ts';
import { moderatorCommands, moderatorNames } from './moderation.ts';
import { operatorCommands, operatorNames } from './operator.ts';

/** The commands about credits, those for whoever keeps a server in order, and the one for the people who run the bot. */
export const serverCommands = { ...creditCommands, ...moderatorCommands, ...operatorCommands, ...doctorCommands };

/** What these commands and their options are called. */
export const serverNames = { ...creditNames, ...moderatorNames, ...operatorNames, ...doctorNames };
