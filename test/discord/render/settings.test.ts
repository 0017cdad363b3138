import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderHelp, renderWelcome } from '../../../src/discord/render/help.ts';
import type { EphemeralReply } from '../../../src/discord/render/reply.ts';
import { renderSettings, suffixModal } from '../../../src/discord/render/settings.ts';
import {
  type PickName,
  pick,
  picked,
  picks,
  reset,
  SUFFIX_MAX,
  tidySuffix,
} from '../../../src/domain/settings/preferences.ts';
import { defaultSettings } from '../../../src/domain/settings/settings.ts';
import { en } from '../../../src/text/en/index.ts';
import { zh } from '../../../src/text/zh/index.ts';
import { brokenLimits } from './limits.ts';

const words = fc.constantFrom(en, zh);
const names = Object.keys(picks).filter((name): name is PickName => name in picks);
const foreign = fc.string({ unit: 'binary', maxLength: 2 * SUFFIX_MAX });
const settings = fc.record({
  notices: fc.boolean(),
  remix: fc.boolean(),
  private: fc.boolean(),
  model: fc.option(fc.oneof(fc.constantFrom(...picks.model), fc.string({ minLength: 1, maxLength: 20 }))),
  aspect: fc.option(fc.constantFrom(...picks.aspect)),
  speed: fc.option(fc.constantFrom(...picks.speed)),
  stylize: fc.option(fc.nat(1000)),
  suffix: foreign.map(tidySuffix),
  welcomed: fc.boolean(),
});

/** What Discord would refuse, menus included. */
function troubles({ content, embeds = [], components = [] }: EphemeralReply): string[] {
  const parts = components.flatMap((row) => row.components);
  const menus = parts.flatMap((one) => (one.type === 3 ? [one.options] : []));
  const buttons = parts.flatMap((one) => (one.type === 2 && 'label' in one ? [one] : []));
  return [
    ...brokenLimits({ content, components: [], embeds: [...embeds] }),
    ...(components.length > 5 ? ['too many rows'] : []),
    ...components.filter((row) => row.components.length > 5).map(() => 'a row is too long'),
    ...buttons.flatMap(({ label = '' }) => (label.length < 1 || label.length > 80 ? ['a bad label'] : [])),
    ...menus.flatMap((options) => (options.length > 25 ? ['a menu is too long'] : [])),
    ...menus.flatMap((options) => (options.filter((one) => one.default).length > 1 ? ['a menu with two choices'] : [])),
    ...menus.flat().flatMap(({ label }) => (label.length < 1 || label.length > 100 ? ['a bad choice'] : [])),
  ];
}

describe('settings', () => {
  it('are shown in a message that Discord takes, whatever was chosen', () => {
    fc.assert(
      fc.property(settings, words, (chosen, language) => {
        expect(troubles(renderSettings(chosen, language))).toEqual([]);
        const { title, components } = suffixModal(chosen, language);
        expect(title.length).toBeLessThanOrEqual(45);
        expect(JSON.stringify(components)).toContain('suffix');
      }),
    );
  });

  it('keep what was picked, and whatever is not offered is left to Midjourney', () => {
    fc.assert(
      fc.property(settings, fc.constantFrom(...names), foreign, (chosen, name, nonsense) => {
        for (const value of picks[name]) expect(picked(pick(chosen, name, value), name)).toBe(value);
        expect(picked(pick(chosen, name, `no ${nonsense}`), name)).toBeNull();
        expect({ ...pick(chosen, name, 'x'), [name]: null }).toEqual({ ...chosen, [name]: null });
      }),
    );
  });

  it('are forgotten on demand, but not that a member was welcomed', () => {
    expect(reset({ ...defaultSettings, welcomed: true, model: '7', suffix: 'x' })).toEqual({
      ...defaultSettings,
      welcomed: true,
    });
  });

  it('have a suffix of one line', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const suffix = tidySuffix(text);
        expect(suffix).not.toMatch(/[\n\r]|^\s|\s$/);
        expect(suffix.isWellFormed()).toBe(true);
        expect(suffix.length).toBeLessThanOrEqual(SUFFIX_MAX);
      }),
    );
  });
});

describe.each([en, zh])('in $locale', (language) => {
  it('the help and the welcome are messages that Discord takes', () => {
    for (const reply of [renderHelp(language, 3650), renderWelcome(language)]) expect(troubles(reply)).toEqual([]);
  });
});
