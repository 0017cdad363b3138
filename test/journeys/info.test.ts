import { expect, test, vi } from 'vitest';
import { expectClean, finished, linkTo, textOf } from '../app/message-reading.ts';
import { fieldsOf, settled, withGrid } from './results.ts';

test('ℹ️ tells everything about a result at once, and the seed when the relay has found it', async () => {
  const fixture = await withGrid();
  const { ann, bob, relay, grid, taskId } = fixture;
  const press = await ann.press(grid, { label: 'U2' });
  const single = await finished(await press.message());
  await settled(fixture, press.id);
  const vary = await ann.press(single, { label: 'Vary (Subtle)' });
  const varied = await finished(await vary.message());
  await settled(fixture, vary.id);

  relay.faults.next('seed', { delayMs: 400 });
  const info = await (await bob.press(varied, { label: 'ℹ️' })).message();
  expect(info.ephemeral).toBe(true);
  expect(fieldsOf(info).Seed).toBe('asking Midjourney…');
  const seed = relay.tasks.get(relay.submissions[2]?.taskId ?? '')?.seed;
  await vi.waitFor(() => expect(fieldsOf(info).Seed).toBe(`\`${seed}\``), 10_000);
  expect(info.embeds[0]).toMatchObject({
    title: 'Vary (Subtle)',
    description: 'a red fox --ar 3:2 --v 7',
    footer: { text: `Task ${relay.submissions[2]?.taskId}` },
  });
  expect(fieldsOf(info)).toMatchObject({
    Parameters: '`--ar 3:2` `--v 7`',
    Cost: '1 job; 3 jobs with everything it came from',
    'Where it came from': `[Imagine](${linkTo(grid)}) → [U2](${linkTo(single)}) → **Vary (Subtle)**`,
    Time: expect.stringMatching(/^asked <t:\d+:f>\ndone <t:\d+:f>, after \d+ sec$/),
  });
  const byTask = await (await bob.slash('info', { of: taskId })).message();
  await vi.waitFor(() => expect(fieldsOf(byTask).Seed).toMatch(/^`\d+`$/), 10_000);
  expect(fieldsOf(byTask)).toMatchObject({ Cost: '1 job' });
  expect(fieldsOf(byTask)['Where it came from']).toBeUndefined();
  expectClean(fixture);
});

test('a relay that knows no seed is not waited for in vain, and a very long prompt comes as a file', async () => {
  const prompt = `${'a fox in the snow, '.repeat(250)}--ar 3:2`;
  const fixture = await withGrid({}, prompt);
  const { bob, relay, grid } = fixture;
  relay.faults.always('seed', { status: 404, body: '' });
  const info = await (await bob.slash('info', { of: linkTo(grid) })).message();
  await vi.waitFor(() => expect(fieldsOf(info).Seed).toBe('not told here'), 10_000);
  expect(info.attachments.map(({ filename }) => filename)).toEqual(['prompt.txt']);
  expect(textOf(info)).toContain('Full prompt in prompt.txt');
  expectClean(fixture);
});

test('/info of what nobody knows says so kindly', async () => {
  const fixture = await withGrid();
  const { bob, grid } = fixture;
  const told = async (of: string) => textOf(await (await bob.slash('info', { of })).message());
  expect(await told('1730000000000999')).toContain('I do not know that picture');
  expect(await told(linkTo(grid).replace(/\d+$/, '1111111111111111111'))).toContain('Revive buttons');
  expect(await told('the fox')).toContain('Copy Message Link');
  expectClean(fixture);
});
