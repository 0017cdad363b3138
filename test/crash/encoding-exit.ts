import { exitNow } from '../../src/app/exit.ts';
import { loadSharp } from '../../src/pictures/sharp.ts';

// Begins to encode a picture for which every machine needs a while, and ends with the code that it is told.
const sharp = await loadSharp();
const side = 6_000;
const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
const create = { width: side, height: side, channels: 3, background: 'black', noise } as const;
void sharp({ create })
  .webp({ quality: 90, effort: 6 })
  .toBuffer()
  .then(() => process.stdout.write('encoded'));
setTimeout(() => exitNow(process.argv[2] === '1' ? 1 : 0), 50);
