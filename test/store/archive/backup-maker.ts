import { tool } from './tool.ts';

/** A process of its own. It backs a store up. */
const [url = '', target = ''] = process.argv.slice(2);
await tool(url, 'backup', target);
