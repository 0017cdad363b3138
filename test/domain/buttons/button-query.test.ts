import { describe, expect, it } from 'vitest';
import { findButton, zoomQuery } from '../../../src/domain/buttons/button-query.ts';
import { gridButtons, soloButtons } from '../../discord/render/samples.ts';

describe('a query', () => {
  it.each([
    [{ classes: ['upscale'], label: 'U3' }, gridButtons, /upsample::3::/],
    [{ classes: ['variation'], label: 'V1' }, gridButtons, /variation::1::/],
    [{ classes: ['reroll'] }, gridButtons, /reroll/],
    [{ classes: ['pan'], label: 'Pan Up' }, soloButtons, /pan_up/],
    [zoomQuery(2), soloButtons, /Outpaint::50/],
    [zoomQuery(1.5), soloButtons, /Outpaint::75/],
    [zoomQuery(1.8), soloButtons, /CustomZoom/],
  ] as const)('%o is a button', (query, buttons, customId) => {
    const found = findButton(buttons, query);
    expect(found?.button.customId).toMatch(customId);
    expect(buttons[found?.index ?? -1]).toBe(found?.button);
  });

  it('that no button grants is none', () => {
    expect(findButton(gridButtons, { classes: ['pan'], label: 'Pan Up' })).toBeNull();
    expect(findButton([], { classes: ['upscale'], label: 'U1' })).toBeNull();
    expect(findButton(soloButtons, { classes: ['upscale'], label: 'U1' })).toBeNull();
  });
});
