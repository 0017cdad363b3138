import { expect, it } from 'vitest';
import { unsoldClasses } from '../../../src/domain/buttons/models.ts';

const all = ['imagine', 'upscale', 'variation', 'low_variation', 'high_variation', 'inpaint', 'modal', 'reroll'].concat(
  ['zoom', 'custom_zoom', 'pan'],
);
const without = (...left: readonly string[]) => all.filter((name) => !left.includes(name)).map((name) => `mj_${name}`);

it.each([
  [without(), []],
  [without('reroll'), ['reroll']],
  [without('upscale'), ['upscale', 'upscaleHd']],
  [without('modal'), ['varyRegion', 'zoomCustom']],
  [without('imagine'), []],
  [['gpt-4o'], []],
  [[], []],
])('%j leaves out %j', (listed, unsold) => expect([...unsoldClasses(listed)].sort()).toEqual(unsold));
