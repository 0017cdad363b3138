/** What members read about what is kept of them. */
export const myData = {
  open: 'My data',
  title: 'What I keep about you',
  /** `days`: for how long what nobody uses is kept. */
  kept: (days: number) =>
    [
      'Your settings, your history, your prompts and your name with the pictures you asked for, the texts you did not finish, and how many credits you used.',
      `What nobody uses is forgotten after ${days} days, credits after 13 months. The pictures are in Discord, not with me; what Midjourney’s service keeps I cannot see or erase.`,
    ].join('\n\n'),
  exportIt: 'Give it to me',
  eraseIt: 'Erase it…',
  exported: 'Everything I keep about you. Only you see this message.',
  cut: 'All I keep about you, but for your oldest pictures, which did not fit. Only you see this message.',
  hadIt: 'You had it within the last day. Once a day is all I do.',
  file: 'A file with everything that is kept about you',
  ask: [
    'Erase everything about you? Your settings, history and drafts go, and your name and prompts from finished pictures.',
    'Pictures stay in their channels: 🗑️ removes them.',
    'Kept: this month’s credit totals until the month is over, blocks, what moderators were sent, and running jobs until they end.',
  ].join('\n\n'),
  yes: 'Erase everything',
  /** In the place of the name of somebody who was erased. */
  somebody: 'somebody',
  erased:
    'Your settings are gone, and the rest will be within a few hours. Anything you do from now on is remembered as before.',
};
