import type { MaskTrouble } from '../../domain/pictures/media.ts';
import type { Area } from '../../domain/pictures/region.ts';

const percents = new Intl.NumberFormat('en', { style: 'percent' });
const list = new Intl.ListFormat('en', { type: 'unit', style: 'short' });

const share = (part: number) =>
  `${part > 0 && part < 0.01 ? 'less than 1%' : percents.format(part)} of the picture will be repainted.`;

/** Vary (Region): choosing a part of a picture. */
export const region = {
  title: 'Which part should change?',
  how: 'Pick cells in the menu, or tap an area to add it and again to remove it. Everything else stays as it is. Choosing is free: what you send after **Continue** costs 1 job.',
  /** Placeholder of the menu; `cells` says how many there are to choose from. */
  menu: (cells: number) => `Choose cells (${cells} in all)`,
  /** `cells` are names such as `A1`, all of them; `part` is from 0 to 1. */
  chosen: (cells: readonly string[], part: number) => `**${list.format(cells)}**\n${share(part)}`,
  painted: (part: number) => `**What you painted over**\n${share(part)}`,
  nothingChosen: 'Nothing is chosen yet.',
  alt: (chosen: string) => `The picture under a grid. Chosen: ${chosen === '' ? 'nothing' : chosen}`,
  paintedAlt: (part: number) => `The picture, with what you painted over made visible: ${share(part)}`,
  areas: {
    left: 'Left half',
    right: 'Right half',
    top: 'Top half',
    bottom: 'Bottom half',
    centre: 'Centre',
    edges: 'Edges',
  } satisfies Readonly<Record<Area, string>>,
  invert: 'The rest instead',
  clear: 'Clear',
  paint: 'Paint it myself',
  go: 'Continue',
  trouble: {
    blocked:
      'I am not allowed to fetch this picture from where it is, so no part of it can be chosen. Nothing was charged.',
    missing: 'This picture is gone from where it was, so no part of it can be chosen. Nothing was charged.',
    tooLarge: 'This picture is too large to choose a part of it. Nothing was charged.',
    notMedia: 'That is not a picture I can read. Use a PNG, JPEG or WebP file.',
    expired:
      'Discord’s address of this picture has expired. Open the message again and press once more; nothing was charged.',
    heic: 'That is a HEIC photo, which I cannot read. Save it as a JPEG first.',
    failing: 'The server that has this picture cannot send it just now. Try again in a minute; nothing was charged.',
    unreachable: 'The picture could not be fetched just now. Try again in a minute; nothing was charged.',
    empty:
      'I see no difference to the picture. Paint over the part that should change in one strong colour and send that copy.',
    otherPicture:
      'That does not look like a painted copy of this picture. Save this very picture, paint over a part of it and send it uncropped.',
  } satisfies Readonly<Record<MaskTrouble, string>>,
  paintTitle: 'Paint it myself',
  paintLabel: 'A painted copy of the picture',
  /** At most 100 characters. */
  paintHint: 'Save the picture, paint over what should change in one strong colour, and add it here.',
  /** For a task that none of our messages shows. */
  needsPicture:
    'Vary (Region) needs a part of the picture to be chosen, and none of my messages shows this one. Press the button under the picture itself.',
};
