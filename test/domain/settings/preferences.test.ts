import { describe, expect, it } from 'vitest';
import { renderSettings } from '../../../src/discord/render/settings.ts';
import { pick, picked } from '../../../src/domain/settings/preferences.ts';
import { defaultSettings } from '../../../src/domain/settings/settings.ts';
import { en } from '../../../src/text/en/index.ts';

describe('settings of before', () => {
  it('show a version by the name that it has now', () => {
    const old = { ...defaultSettings, model: '8' };
    expect(picked(old, 'model')).toBe('8.2');
    expect(JSON.stringify(renderSettings(old, en))).toContain('**Model** · Midjourney 8.2');
    expect(picked({ ...old, model: '5.2' }, 'model')).toBe('5.2');
  });

  it('say which speed the version does not have', () => {
    const turbo = { ...defaultSettings, speed: 'turbo' } as const;
    const shown = (model: string | null) => JSON.stringify(renderSettings({ ...turbo, model }, en));
    expect(shown(null)).toContain('Turbo (not with Midjourney 8.2');
    expect(shown('8.1')).toContain('(not with Midjourney 8.1');
    for (const model of ['7', 'niji 7', '9']) expect(shown(model)).not.toContain('(not with');
  });

  it('take the versions of today', () => {
    expect(pick(defaultSettings, 'model', '8.2').model).toBe('8.2');
    expect(pick(defaultSettings, 'model', '8').model).toBe(null);
  });
});
