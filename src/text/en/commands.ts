import type { CommandCatalogue } from '../catalogue.ts';
import { findingCommands } from './finding.ts';
import { makingCommands } from './making.ts';
import { imagineCommands } from './many.ts';
import { shortcutCommands } from './shortcuts.ts';

/** What Discord shows of our commands in English. */
export const commands: CommandCatalogue = {
  ...findingCommands,
  ...imagineCommands,
  ...shortcutCommands,
  action: {
    description: 'Press a button of an earlier picture, also one from long ago or from elsewhere',
    options: {
      task_id: 'The number below the picture',
      custom_id: 'Which button to press',
      same_channel: 'Use an account of the same channel (usual: yes)',
      state: 'A note that the relay sends back unchanged',
    },
  },
  remix: {
    description: 'Whether variations, rerolls and pans ask you for a new prompt first',
    options: { on: 'Ask me first, or start at once' },
  },
  help: { description: 'How to make pictures here', options: {} },
  settings: { description: 'What your pictures start from: model, shape, speed and more', options: {} },
  ...makingCommands,
};
