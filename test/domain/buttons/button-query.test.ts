import { describe, expect, it } from 'vitest';
import { wished, zoomWish } from '../../../src/domain/buttons/button-query.ts';
import { gridButtons, soloButtons } from '../../discord/render/samples.ts';

describe('a wish', () => {
  it.each([
    [{ classes: ['upscale'], label: 'U3' }, gridButtons, /upsample::3::/],
    [{ classes: ['variation'], label: 'V1' }, gridButtons, /variation::1::/],
    [{ classes: ['reroll'] }, gridButtons, /reroll/],
    [{ classes: ['pan'], label: 'Pan Up' }, soloButtons, /pan_up/],
    [zoomWish(2), soloButtons, /Outpaint::50/],
    [zoomWish(1.5), soloButtons, /Outpaint::75/],
    [zoomWish(1.8), soloButtons, /CustomZoom/],
  ] as const)('%o is a button', (wish, buttons, customId) => {
    const found = wished(buttons, wish);
    expect(found?.button.customId).toMatch(customId);
    expect(buttons[found?.index ?? -1]).toBe(found?.button);
  });

  it('that no button grants is none', () => {
    expect(wished(gridButtons, { classes: ['pan'], label: 'Pan Up' })).toBeNull();
    expect(wished([], { classes: ['upscale'], label: 'U1' })).toBeNull();
    expect(wished(soloButtons, { classes: ['upscale'], label: 'U1' })).toBeNull();
  });
});
