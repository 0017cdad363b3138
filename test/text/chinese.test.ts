import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ActionClass } from '../../src/domain/buttons/action.ts';
import { en } from '../../src/text/en/index.ts';
import { actionNames } from '../../src/text/zh/actions.ts';
import { zh } from '../../src/text/zh/index.ts';

const isActionClass = (name: string): name is ActionClass => name in actionNames;

type Text = { readonly path: string; readonly ours: string; readonly theirs: string };

/** Every text of both catalogues; functions are given small numbers, and words. */
function texts(ours: unknown, theirs: unknown, path = ''): Text[] {
  if (typeof ours === 'function' && typeof theirs === 'function') {
    return [
      [2, 3, 4],
      [['X', 'Y'], 'Y', 'Z'],
    ].flatMap((given) => {
      try {
        return texts(Reflect.apply(ours, undefined, given), Reflect.apply(theirs, undefined, given), path);
      } catch {
        return [];
      }
    });
  }
  if (typeof ours === 'string' && typeof theirs === 'string') return [{ path, ours, theirs }];
  if (typeof ours !== 'object' || ours === null || typeof theirs !== 'object' || theirs === null) return [];
  const others = new Map(Object.entries(theirs));
  return Object.entries(ours).flatMap(([key, value]) => texts(value, others.get(key), `${path}.${key}`));
}

const plain = new Set(['.locale', '.number', '.duration', '.explain', '.gestures.action']);
const all = texts(en, zh).filter(({ path }) => !plain.has(path));

/** What is the same in both languages: names, numbers, examples, and what is only passed through. */
const international =
  /^\.(?:modals\.(?:zoomPlaceholder|remixTitle)|settings\.(?:names\.remix|stylize|labelled)|steps\.percent|lookup\.step\.running|result\.took)\b/;
const own = all.filter(({ path }) => !international.test(path));

describe('the Chinese words', () => {
  it('are Chinese, each of them', () => {
    expect(all.length).toBeGreaterThan(350);
    expect(own.filter(({ ours, theirs }) => ours === theirs)).toEqual([]);
    expect(own.filter(({ theirs }) => !/\p{sc=Han}/u.test(theirs))).toEqual([]);
  });

  it('are simplified and punctuated as Chinese is', () => {
    const traditional = /[張圖這個來時會發選擇頻設應無嗎還過請輸開關點擊顯儲條]/;
    // Half-width marks stay within names, flags, code and addresses.
    const halfWidth = /\p{sc=Han}[,;:!?.()]|[,;:!?()]\p{sc=Han}/u;
    const bad = all.filter(
      ({ theirs }) => traditional.test(theirs) || halfWidth.test(theirs.replaceAll(/`[^`]*`/g, '')),
    );
    expect(bad.map(({ path, theirs }) => `${path}: ${theirs}`)).toEqual([]);
  });

  it('leave a space between Chinese and Latin words, as the ear does', () => {
    const glued = /\p{sc=Han}[A-Za-z]|[A-Za-z]\p{sc=Han}/u;
    expect(all.filter(({ theirs }) => glued.test(theirs)).map(({ path, theirs }) => `${path}: ${theirs}`)).toEqual([]);
  });

  it('keep the marks and symbols of the English ones', () => {
    const marks = (text: string) => [...text.matchAll(/\p{Extended_Pictographic}/gu)].map(([mark]) => mark);
    for (const { path, ours, theirs } of all) expect([path, marks(theirs)]).toEqual([path, marks(ours)]);
  });

  it('fit where Discord shows them', () => {
    for (const label of [zh.modals.prompt, zh.modals.promptPart(4, 4), zh.modals.zoom, zh.settings.suffixLabel]) {
      expect(label).toMatch(/^.{1,45}$/);
    }
    expect(zh.region.paintHint).toMatch(/^.{1,100}$/);
    for (const label of Object.values(zh.buttons)) expect(label).toMatch(/^.{1,80}$/);
  });

  it('count, measure and name as Chinese members do', () => {
    expect([0, 42_000, 65_000, 3_600_000, 3_725_000].map(zh.duration)).toEqual([
      '0 秒',
      '42 秒',
      '1 分 5 秒',
      '1 小时',
      '1 小时 2 分',
    ]);
    expect(zh.gestures.action('upscale', 'U2')).toBe('U2');
    expect(zh.gestures.action('varyRegion', 'Vary (Region)')).toBe('局部重绘');
    expect(zh.gestures.action('zoom', 'Zoom Out 1.5x')).toBe('缩放 1.5x');
    expect(zh.gestures.action('pan', 'Pan Left')).toBe('向左平移');
    expect(zh.gestures.action('upscaleHd', 'Upscale (Creative)')).toBe('放大（创意）');
    expect(zh.gestures.action('describePick', 'Imagine 3')).toBe('生成 3');
    expect(zh.gestures.action('unknown', 'Something new')).toBe('Something new');
    expect(zh.gestures.action('unknown', '')).toBe('Midjourney 按钮');
  });

  it('name every class of buttons, also where the label is foreign to them', () => {
    expectTypeOf(actionNames).toEqualTypeOf<Readonly<Record<ActionClass, string>>>();
    for (const kind of Object.keys(actionNames).filter(isActionClass)) {
      expect([kind, zh.gestures.action(kind, '')]).toEqual([kind, expect.stringMatching(/\p{sc=Han}/u)]);
      const named = zh.gestures.action(kind, 'Something new');
      expect([kind, named]).toEqual([kind, kind === 'unknown' ? 'Something new' : actionNames[kind]]);
    }
    expect(zh.gestures.action('upscaleHd', 'Redo Upscale (Subtle)')).toBe('重新放大（保守）');
    expect(zh.gestures.action('describePick', '1️⃣')).toBe('1️⃣');
  });
});
