const numbers = new Intl.NumberFormat('en');
const jobs = (count: number) => (count === 1 ? '1 job' : `${numbers.format(count)} jobs`);

/** What members read where one gesture makes several jobs. */
export const batches = {
  /** A title; the text and the prompts that come of it follow. */
  confirm: (count: number) => `This asks for ${numbers.format(count)} grids at once`,
  written: (text: string) => `You wrote: **${text}**`,
  comes: 'It makes one grid of each:',
  /** The same where the text is JSON, what it says below it, and the button. */
  confirmJson: 'This prompt is JSON. Send it as it is?',
  jsonHint: 'Braces mean choices here: {red, green} makes one of each. I can send the text as one prompt instead.',
  asOne: 'Send as one prompt',
  /** Below the prompts. */
  cost: (count: number) => `It costs **${jobs(count)}**. Nothing starts until you say so.`,
  others: (count: number) => `…and ${numbers.format(count)} more`,
  make: (count: number) => `Make ${numbers.format(count)}`,
  cancel: 'Cancel',
  started: (count: number) => `On their way: ${jobs(count)}. Each has its own message here.`,
  cancelled: 'Cancelled. Nothing was started and nothing was charged.',
  /** An earlier press is still being looked into. */
  unsure: 'Your first press is still on its way. Please press again in a moment; nothing is made twice.',
  expired: 'This question is too old. Send the command again. Nothing was charged.',
  /** `count` is null when it is beyond counting. */
  tooMany: (count: number | null, limit: number) =>
    `That would make ${count === null ? 'more pictures than I can count' : jobs(count)}. ${numbers.format(limit)} at once is the limit; leave some choices out. Nothing was charged.`,
  /** `room`: how many more jobs the member may have under way now. */
  noRoom: (count: number, room: number) =>
    room > 0
      ? `That makes ${jobs(count)}, but you may start only ${numbers.format(room)} more now. Ask for fewer, or wait until some are finished.`
      : `That makes ${jobs(count)}, but you have as many under way as you may. Wait until some are finished.`,
  /** Where the bot is no member of the server. */
  tooManyHere: (count: number, limit: number) =>
    `That makes ${jobs(count)}, but where I am no member of the server I may show only ${numbers.format(limit)} at once. Ask for fewer.`,
  unbalanced:
    'A brace in this prompt has no partner. Write choices as {red, green}, and \\\\{ or \\\\} for a brace that is just a brace. Nothing was charged.',
  /** Choices or repetitions where one thing is made. */
  onlyOne:
    'This makes one thing from one text. Write choices such as {red, green} and --repeat with /imagine, and \\\\{ or \\\\} for a brace that is just a brace. Nothing was charged.',
  /** Some of several jobs have no message, and were not started. */
  missing: (count: number) =>
    `Discord did not let me show ${count === 1 ? 'one of them' : `${numbers.format(count)} of them`}, so ${count === 1 ? 'it was' : 'they were'} not started and cost nothing.`,
};

/** What members read around four upscales with one press, shown in one message. */
export const grouped = {
  upscaleAll: 'Upscale all',
  /** One line per picture. */
  ready: 'ready',
  elsewhere: (link: string) => `made before: ${link}`,
  hidden: 'made before, where you cannot see it. Press its own button to see it.',
  openHint: 'Next: press **U1–U4** to open that picture alone, with its buttons for going further. Opening it is free.',
  /** All of them were there before. */
  allThere: 'All four were made before:',
  noGrid: 'That is not a grid of four, or I no longer remember it.',
};
