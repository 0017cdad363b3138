import { describe, expect, it } from 'vitest';
import { palette } from '../../../src/discord/render/palette.ts';
import { renderProgress } from '../../../src/discord/render/progress.ts';
import { en } from '../../../src/text/en/index.ts';
import { idle, jobIn, pictures, place, uuid } from './samples.ts';

const following = { step: 'following', place, taskId: '1', acceptedAt: 0, modalSent: false } as const;
const text = (...args: Parameters<typeof renderProgress>) => renderProgress(...args).embeds[0]?.description;

describe('a message under way', () => {
  it('says who asked for what before anything is known', () => {
    expect(renderProgress(jobIn({ step: 'received' }), idle, en)).toEqual({
      content: '',
      embeds: [
        {
          description: '**a red fox**\n-# <@42> · Imagine\n\nOn its way to Midjourney…',
          color: palette.working,
        },
      ],
      components: [],
      attachments: [],
      allowed_mentions: { parse: [] },
    });
  });

  it('tells the place in line, and that the relay was full', () => {
    const waiting = { step: 'waiting', place, notBefore: 0, refusals: 0 } as const;
    expect(text(jobIn(waiting), { ...idle, ahead: 3 }, en)).toContain('3 ahead of you.');
    expect(text(jobIn(waiting), { ...idle, ahead: 0 }, en)).toContain('You are next in line.');
    expect(text(jobIn({ ...waiting, refusals: 1 }), idle, en)).toContain('I keep trying. Waiting.');
    expect(text(jobIn({ ...waiting, refusals: 2 }), { ...idle, ahead: 1 }, en)).toContain(
      'Midjourney is full at the moment; I keep trying. 1 ahead of you.',
    );
  });

  it('shows per cent, a bar and the preview', () => {
    const body = renderProgress(
      jobIn(following),
      { percent: 52, previewUrl: 'https://relay.example/p.webp?rand=1', ahead: null },
      en,
    );
    expect(body.embeds[0]).toMatchObject({
      description:
        '**a red fox**\n-# <@42> · Imagine · cost: 1 job\n\n▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱ 52%\n' +
        '-# Nothing to press yet: the result will be here. You can cancel it in /jobs.',
      image: { url: 'https://relay.example/p.webp?rand=1' },
    });
  });

  it('shows no preview while there is none or Discord would refuse it', () => {
    for (const previewUrl of ['', '/mj/image/1', 'http://a_b.example/1.png', 'http://localhost:1/1.png']) {
      expect(renderProgress(jobIn(following), { ...idle, previewUrl }, en).embeds[0]).not.toHaveProperty('image');
    }
  });

  it('is the same from the gesture until Midjourney says something, as every change would be one more edit', () => {
    const steps = [
      { step: 'received' },
      { step: 'waiting', place, notBefore: 0, refusals: 0 },
      { step: 'submitting', place, since: 0, attempt: 'a1' },
      following,
    ] as const;
    const bodies = steps.map((step) => renderProgress(jobIn(step), idle, en));
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    const silent = { ...idle, percent: 0, ahead: 0, queued: true };
    expect(renderProgress(jobIn(following), silent, en)).toEqual(bodies[0]);
  });

  it('tells the place in the queue of the relay', () => {
    expect(text(jobIn(following), { ...idle, ahead: 4 }, en)).toContain('In Midjourney’s queue, 4 ahead.');
    expect(text(jobIn(following), { ...idle, ahead: 2, queued: true }, en)).toContain('queue, 2 ahead.');
    expect(text(jobIn(following), { ...idle, percent: 31, queued: true }, en)).toContain('31%');
  });

  it('names a button press and links the picture it came from', () => {
    const request = {
      kind: 'action',
      taskId: '1',
      customId: `MJ::JOB::upsample::2::${uuid}`,
      chooseSameChannel: true,
    } as const;
    const [embed] = renderProgress(jobIn({ step: 'received' }, { request, parent: place }), idle, en).embeds;
    expect(embed?.description).toContain('\n-# <@42> · [U2](https://discord.com/channels/10/20/30)\n');
  });

  it('asks for the text of a window with a button', () => {
    const body = renderProgress(
      jobIn({ step: 'window', place, taskId: '1', since: 0, notBefore: 0, refusals: 0 }),
      idle,
      en,
    );
    expect(body.components).toEqual([
      { type: 1, components: [{ type: 2, custom_id: 'window::1000', label: 'Write it', style: 1 }] },
    ]);
  });

  it('offers a second try when the relay did not answer, and says that it may cost', () => {
    const body = renderProgress(jobIn({ step: 'unknown', place, taskId: null, since: 0, attempt: 'a1' }), idle, en);
    expect(body.embeds[0]?.description).toContain(
      'Midjourney’s service did not answer. It may or may not have been charged.',
    );
    expect(body.components[0]?.components[0]).toMatchObject({
      custom_id: 'retry::1000',
      label: 'Try again (may cost again)',
    });
  });

  it('has words and no button for the other steps', () => {
    const steps = [
      { step: 'submitting', place, since: 0, attempt: 'a1' },
      { step: 'submittingModal', place, taskId: '1', since: 0, attempt: 'a1' },
      { step: 'overdue', place, taskId: '1', acceptedAt: 0, modalSent: false },
      { step: 'delivering', place, outcome: pictures(), since: 0 },
    ] as const;
    expect(steps.map((step) => text(jobIn(step), idle, en)?.split('\n\n')[1])).toEqual([
      en.steps.onItsWay,
      en.steps.onItsWay,
      en.steps.overdue,
      en.steps.delivering,
    ]);
    expect(steps.flatMap((step) => renderProgress(jobIn(step), idle, en).components)).toEqual([]);
  });
});
