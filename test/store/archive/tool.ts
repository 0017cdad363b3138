import { runStoreTool } from '../../../src/store/archive/tool.ts';

/** Runs the tool as an operator does; what it said, and its exit code. */
export async function tool(storeUrl: string, ...args: string[]) {
  const said: string[] = [];
  const code = await runStoreTool({ args, storeUrl, retentionDays: 90, say: (sentence) => void said.push(sentence) });
  return { code, said: said.join('\n') };
}
