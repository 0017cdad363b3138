/** What is wrong with a command line, in one sentence, from what `util.parseArgs` throws. Throws everything else again. */
export function wrongFlag(error: unknown): string {
  const isOfArguments = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
  if (!isOfArguments) throw error;
  // What follows is advice for command lines that ours are not.
  const [sentence = ''] = error.message.split('. ', 1);
  return `${sentence.replace(/\.$/, '')}.`;
}
