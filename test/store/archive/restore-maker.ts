import { tool } from './tool.ts';

/** A process of its own. It restores a backup, saying when it begins. */
const [url = '', file = ''] = process.argv.slice(2);
process.stdout.write('begins\n');
await tool(url, 'restore', file);
