import { describe, expect, it } from 'vitest';
import {
  apart,
  flagKinds,
  isSurelyAmong,
  kindOf,
  models,
  notForFilms,
  readModel,
  renamed,
  usual,
} from '../../src/domain/midjourney.ts';

/** All versions of both families. */
const anyVersion = [
  { family: 'v', from: 1, to: 99 },
  { family: 'niji', from: 1, to: 99 },
] as const;

describe('what is known of Midjourney', () => {
  it('offers versions whose rules are known, the usual ones among them, and none that it has given up', () => {
    for (const { name, value } of models) {
      expect([name, isSurelyAmong(readModel(value), anyVersion)]).toEqual([name, true]);
      expect(Object.keys(renamed)).not.toContain(value);
    }
    const offered = models.map(({ value }) => readModel(value));
    for (const model of [usual.v, usual.niji, ...Object.values(renamed).map(readModel)])
      expect(offered).toContainEqual(model);
    // A menu of Discord's takes 25, one of which leaves the choice to Midjourney.
    expect(models.length).toBeLessThan(25);
  });

  it('names each flag once, and only versions that take it as worth adding for its sake', () => {
    const names = flagKinds.flatMap((kind) => kind.names);
    expect(new Set(names).size).toBe(names.length);
    for (const name of [...notForFilms, ...apart.flatMap(({ one, other }) => [one, other])])
      expect(kindOf(name)).toBeDefined();
    for (const {
      names: [name],
      homes = [],
      versions = [],
    } of flagKinds)
      for (const home of homes)
        expect([name, home, isSurelyAmong(readModel(home), versions)]).toEqual([name, home, true]);
  });
});
