import { describe, expect, it } from 'vitest';
import { en } from '../../src/text/en/index.ts';
import { catalogueFor } from '../../src/text/locale.ts';
import { zh } from '../../src/text/zh/index.ts';

describe('the catalogue', () => {
  it('is English for every locale nobody has translated', () => {
    for (const locale of ['en-US', 'en-GB', 'EN', 'fr', '', 'x'.repeat(500)]) expect(catalogueFor(locale)).toBe(en);
  });

  it('is Chinese for everybody who reads Chinese', () => {
    for (const locale of ['zh-CN', 'zh-TW', 'zh-HK', 'zh', 'ZH-hans']) expect(catalogueFor(locale)).toBe(zh);
  });
});
