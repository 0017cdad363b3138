const numbers = new Intl.NumberFormat('en');

/** What the managers of a server read where they set its rules. */
export const rules = {
  open: 'Rules',
  title: 'Rules of this server',
  words: (count: number) => `Blocked words: **${count === 0 ? 'none' : numbers.format(count)}**`,
  blocks: (count: number) =>
    `Blocked members: **${count === 0 ? 'none' : numbers.format(count)}** · moderators change that with \`/block\` and \`/unblock\``,
  offHint: 'Switch something off, or on again…',
  editWords: 'Blocked words',
  wordsLabel: 'One a line; * at an end for parts of words',
  wordsPlaceholder: 'Not a filter for content: it stops these words in prompts.',
};
