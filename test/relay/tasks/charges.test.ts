import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCharges } from '../../../src/relay/tasks/charges.ts';

const charge = (id: string, created_at: unknown, content = `模型固定价格 0.10，操作 IMAGINE，ID ${id}`) => ({
  type: 2,
  content,
  created_at,
});

it('reads the ids of charges, the newest first, each once, and passes over what is none', () => {
  const data = [
    charge('1795000000001', 1),
    charge('1795000000003', 3),
    charge('', 4, 'top-up'),
    charge('1795000000002', 2, 'MJ action UPSCALE, id: 1795000000002'),
    charge('1795000000003', 5),
    null,
    'x',
  ];
  expect(readCharges(JSON.stringify({ success: true, data }))).toEqual([
    '1795000000003',
    '1795000000002',
    '1795000000001',
  ]);
  const refused = JSON.stringify({ success: false, message: 'record not found' });
  for (const text of ['', '<html>', '[]', '{"data":[]}', refused]) expect(readCharges(text)).toBeNull();
});

it('whatever the list holds, it is read without an error and is bounded', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.jsonValue(), fc.record({ content: fc.string(), created_at: fc.anything() }))),
      (data) => {
        const ids = readCharges(JSON.stringify({ success: true, data }));
        expect(ids?.length ?? 0).toBeLessThanOrEqual(150);
      },
    ),
  );
});
