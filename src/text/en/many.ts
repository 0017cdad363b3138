import type { ImagineCommands, ManyWords } from '../words-many.ts';

const numbers = new Intl.NumberFormat('en');
const jobs = (count: number) => (count === 1 ? '1 job' : `${numbers.format(count)} jobs`);

/** What Discord shows of /imagine in English. */
export const imagineCommands: ImagineCommands = {
  imagine: {
    description: 'Make four pictures from words',
    options: {
      prompt: 'What you want to see. {a, b} makes one for each; parameters such as --ar 3:2 may follow',
      image: 'A picture to be inspired by',
      image2: 'Another picture to be inspired by',
      image3: 'A third picture',
      image4: 'A fourth picture',
      image5: 'A fifth picture',
      aspect: 'Shape of the picture, width to height',
      model: 'Which Midjourney model draws it',
      stylize: 'How much of Midjourney’s own taste, 0 to 1000',
      chaos: 'How different the four are from each other, 0 to 100',
      weird: 'How unusual, 0 to 3000',
      seed: 'The same seed and prompt give similar pictures',
      no: 'What must not be in the picture',
      quality: 'How much work goes into it; more costs more',
      tile: 'A pattern that repeats without seams',
      raw: 'Less beautifying, closer to your words',
      sref: 'Its style: links to pictures, style codes, or “random”',
      cref: 'Its character: links to pictures of somebody',
      oref: 'Anything that must be in it: a link to a picture (costs more)',
      speed: 'How fast, and how dear',
      repeat: 'How often to make it; each costs one job',
      private: 'Show it only to you',
    },
  },
};

/** What English-speaking members read where one gesture makes several jobs. */
export const many: ManyWords = {
  confirm: (count) => `This asks for ${numbers.format(count)} grids at once:`,
  cost: (count) => `It costs **${jobs(count)}**. Nothing starts before you say so.`,
  others: (count) => `…and ${numbers.format(count)} more`,
  make: (count) => `Make ${numbers.format(count)}`,
  cancel: 'Cancel',
  started: (count) => `On their way: ${jobs(count)}. Each has its own message here.`,
  cancelled: 'Cancelled. Nothing was started and nothing was charged.',
  expired: 'This question is too old. Send the command again. Nothing was charged.',
  tooMany: (count, limit) =>
    `That would make ${count === null ? 'more pictures than I can count' : jobs(count)}. ${numbers.format(limit)} at once is the most; leave some choices out. Nothing was charged.`,
  noRoom: (count, room) =>
    room > 0
      ? `That makes ${jobs(count)}, but you may start only ${numbers.format(room)} more now. Ask for fewer, or wait until some are finished.`
      : `That makes ${jobs(count)}, but you have as many under way as you may. Wait until some are finished.`,
  tooManyHere: (count, limit) =>
    `That makes ${jobs(count)}, but where I am no member of the server I may show only ${numbers.format(limit)} at once. Ask for fewer.`,
  unbalanced:
    'A brace in this prompt has no partner. Write choices as {red, green}, and \\\\{ or \\\\} for a brace that is just a brace. Nothing was charged.',
  missing: (count) =>
    `Discord did not let me show ${count === 1 ? 'one of them' : `${numbers.format(count)} of them`}, so ${count === 1 ? 'it was' : 'they were'} not started and cost nothing.`,
};
