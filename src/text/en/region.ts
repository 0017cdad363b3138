import type { RegionWords, RemixWords } from '../region-words.ts';

const percents = new Intl.NumberFormat('en', { style: 'percent' });
const list = new Intl.ListFormat('en', { type: 'unit', style: 'short' });

const share = (part: number) =>
  `${part > 0 && part < 0.01 ? 'less than 1%' : percents.format(part)} of the picture will be painted anew.`;

/** Vary (Region) in English. */
export const region: RegionWords = {
  title: 'Which part should change?',
  how: 'Tick cells in the menu, or tap an area to add it and again to take it away. What you leave out stays as it is.',
  menu: (cells) => `Choose cells (${cells} in all)`,
  chosen: (cells, part) => `**${list.format(cells)}**\n${share(part)}`,
  painted: (part) => `**What you painted over**\n${share(part)}`,
  nothingChosen: 'Nothing is chosen yet.',
  alt: (chosen) => `The picture under a grid. Chosen: ${chosen === '' ? 'nothing' : chosen}`,
  areas: {
    left: 'Left half',
    right: 'Right half',
    top: 'Top half',
    bottom: 'Bottom half',
    centre: 'Centre',
    edges: 'Edges',
  },
  invert: 'The rest instead',
  clear: 'Clear',
  paint: 'Paint it myself',
  go: 'Continue',
  trouble: {
    blocked: 'I may not fetch this picture from where it is, so no part of it can be chosen. Nothing was charged.',
    missing: 'This picture is gone from where it was, so no part of it can be chosen. Nothing was charged.',
    tooLarge: 'This picture is too large to choose a part of it. Nothing was charged.',
    notMedia: 'That is not a picture I can read. Use a PNG, JPEG or WebP file.',
    unreachable: 'The picture could not be fetched just now. Try again in a minute; nothing was charged.',
    empty:
      'I see no difference to the picture. Paint over the part that should change in one strong colour and send that copy.',
    otherPicture:
      'That does not look like a painted copy of this picture. Save this very picture, paint over a part of it and send it uncropped.',
  },
  paintTitle: 'Paint it myself',
  paintLabel: 'A painted copy of the picture',
  paintHint: 'Save the picture, paint over what should change in one strong colour, and add it here.',
  needsPicture:
    'Vary (Region) needs a part of the picture to be chosen, and none of my messages shows this one. Press the button under the picture itself.',
};

/** Remix in English. */
export const remix: RemixWords = {
  on: 'Remix is on: variations, rerolls and pans ask you for a new prompt first. Turn it off with `/remix on:False`.',
  off: 'Remix is off: variations, rerolls and pans start at once with the prompt they have.',
};
