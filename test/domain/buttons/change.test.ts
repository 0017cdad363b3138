import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classify, isWellFormed } from '../../../src/domain/buttons/action.ts';
import { changeButtons, changeOf, keepsPrompt, withoutMark } from '../../../src/domain/buttons/change.ts';
import { onceKey } from '../../../src/domain/buttons/press-keys.ts';

const hash = '3425cf92-031e-42ce-a8b8-61a89d492f1c';
const buttons = changeButtons(hash);

test('the buttons of a grid are Midjourney’s, say which way they go, and fit into Discord', () => {
  const told = buttons.map(({ customId, label, emoji }) => {
    const { class: kind, window } = classify(customId);
    expect(isWellFormed(customId) && customId.length <= 100).toBe(true);
    return [label || emoji, kind, window, changeOf(customId)];
  });
  expect(told).toEqual([
    ...[1, 2, 3, 4].map((index) => [`U${index}`, 'upscale', 'never', { action: 'UPSCALE', index }]),
    ['🔄', 'reroll', 'never', { action: 'REROLL' }],
    ...[1, 2, 3, 4].map((index) => [`V${index}`, 'variation', 'never', { action: 'VARIATION', index }]),
  ]);
  expect(buttons.filter(({ customId }) => keepsPrompt(customId)).map(({ label }) => label)).toEqual([
    '',
    'V1',
    'V2',
    'V3',
    'V4',
  ]);
});

test('U2 is paid for once, by its button and by the id that Midjourney has for it', () => {
  const press = (customId: string) => onceKey({ kind: 'action', taskId: '1', customId, chooseSameChannel: true });
  const [, second] = buttons;
  expect(press(second?.customId ?? '')).toBe(press(`MJ::JOB::upsample::2::${hash}`));
  expect(press(second?.customId ?? '')).not.toBeNull();
});

test('no other id is taken for one of them', () => {
  const parts = fc.constantFrom(
    'MJ',
    'JOB',
    'upsample',
    'variation',
    'pan_left',
    '0',
    '1',
    '5',
    hash,
    'SOLO',
    'CHANGE',
    '',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 8 }), (pieces) => {
      const customId = pieces.join('::');
      const change = changeOf(customId);
      if (!customId.endsWith('::CHANGE')) expect([change, withoutMark(customId)]).toEqual([null, customId]);
      if (change && change.action !== 'REROLL') expect([1, 2, 3, 4]).toContain(change.index);
    }),
  );
});

test('an enlargement is paid for once, however its button is spelt', () => {
  const press = (customId: string) => onceKey({ kind: 'action', taskId: '1', customId, chooseSameChannel: true });
  for (const name of ['upsample', 'upsample_v8.1_2x_subtle', 'video_virtual_upscale']) {
    const key = press(`MJ::JOB::${name}::2::ade29d25`);
    expect(key).toBe(`once:1:MJ::JOB::${name}::2::ade29d25`);
    for (const typed of [`MJ::Job::${name}::2::ade29d25`, `MJ::job::${name.toUpperCase()}::2::ade29d25`])
      expect(press(typed)).toBe(key);
  }
});
