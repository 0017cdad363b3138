import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ids from '../../../src/discord/render/custom-ids.ts';

describe('our own ids', () => {
  it('are what the store and the handlers agree on', () => {
    expect(ids.retryId.encode('1000')).toBe('retry::1000');
    expect(ids.zoomId.encode('30', '7')).toBe('zoom::30::7');
    expect(ids.noticesId.encode('off')).toBe('notices::off');
    expect(ids.retryId.prefix).toBe('retry::');
  });

  it('come back as they went', () => {
    const argument = fc.stringMatching(/^[^:]{1,40}$/);
    fc.assert(
      fc.property(argument, argument, (one, other) => {
        expect(ids.retryId.decode(ids.retryId.encode(one))).toEqual([one]);
        expect(ids.remixId.decode(ids.remixId.encode(one, other))).toEqual([one, other]);
        expect(ids.windowId.decode(ids.retryId.encode(one))).toBeNull();
      }),
    );
  });

  it('are refused when Discord or their grammar would not bear them', () => {
    expect(() => ids.retryId.encode('')).toThrow(RangeError);
    expect(() => ids.retryId.encode('a::b')).toThrow(RangeError);
    expect(() => ids.retryId.encode('a:')).toThrow(RangeError);
    expect(() => ids.retryId.encode('x'.repeat(94))).toThrow(RangeError);
    expect(ids.retryId.encode('x'.repeat(93))).toHaveLength(100);
  });

  it('are not read from anything else', () => {
    expect(['retry', 'retry::', 'retry::1::2', 'retryx::1', '', 'MJ::JOB::1'].map(ids.retryId.decode)).toEqual(
      Array(6).fill(null),
    );
    expect(['zoom::1', 'zoom::1::', 'zoom::1::2::3'].map(ids.zoomId.decode)).toEqual(Array(3).fill(null));
  });
});
