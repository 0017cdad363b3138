import { expect, test } from 'vitest';
import { changeButtons } from '../../../src/domain/buttons/change.ts';
import type { Job } from '../../../src/domain/job/job.ts';
import type { Request } from '../../../src/domain/job/request.ts';
import { createLookalikes } from '../../../src/jobs/submit/equal-prompts.ts';
import { sampleJob } from '../../sample-job.ts';

const imagine = (prompt: string): Request => ({ kind: 'imagine', prompt, images: [], bot: 'MID_JOURNEY' });
const [u1, u2, , , again, v1] = changeButtons('3425cf92-031e-42ce-a8b8-61a89d492f1c').map(({ customId }) => customId);
const press = (customId = ''): Request => ({ kind: 'action', taskId: '7', customId, chooseSameChannel: true });
let count = 0;
const jobOf = (request: Request, prompt = 'a fox --ar 3:2'): Job => {
  count += 1;
  return { ...sampleJob(), id: String(count), request, prompt };
};

test.each([
  ['two imagines of one prompt', jobOf(imagine('a fox --ar 3:2')), jobOf(imagine(' A  fox --ar 3:2')), true],
  ['other pictures with it', jobOf(imagine('https://x.test/1.png a fox')), jobOf(imagine('a fox')), true],
  ['another seed', jobOf(imagine('a fox --seed 1')), jobOf(imagine('a fox --seed 2')), false],
  ['a variation and a reroll of one grid', jobOf(press(v1)), jobOf(press(again)), true],
  ['a variation and an imagine of its prompt', jobOf(press(v1)), jobOf(imagine('a fox --ar 3:2')), true],
  ['the enlargement of one picture of equal grids', jobOf(press(u1)), jobOf(press(u1)), true],
  ['the enlargements of two pictures', jobOf(press(u1)), jobOf(press(u2)), false],
  [
    'a describe and another',
    jobOf({ kind: 'describe', image: 'x', bot: 'MID_JOURNEY' }),
    jobOf({ kind: 'describe', image: 'x', bot: 'MID_JOURNEY' }),
    false,
  ],
  [
    'a button that the relay told of itself',
    jobOf(press('MJ::JOB::variation::1::x')),
    jobOf(press('MJ::JOB::variation::1::x')),
    false,
  ],
] as const)('the second waits for the first only if the relay could mix them up: %s', (_, one, other, waits) => {
  expect(createLookalikes([one]).includes(other)).toBe(waits);
  expect(createLookalikes([other]).includes(one)).toBe(waits);
  const none = createLookalikes([]);
  expect(none.includes(other)).toBe(false);
  none.add(one);
  expect(none.includes(other)).toBe(waits);
});
