import { describe, expect, it } from 'vitest';
import type { ShownMedia } from '../../../src/discord/render/gallery.ts';
import { messageLink } from '../../../src/discord/render/link.ts';
import { renderNotice } from '../../../src/discord/render/notice.ts';
import { explainRefusal, renderReply } from '../../../src/discord/render/reply.ts';
import { renderResult } from '../../../src/discord/render/result.ts';
import type { Job } from '../../../src/domain/job/job.ts';
import type { Pictures } from '../../../src/domain/job/outcome.ts';
import { en } from '../../../src/text/en/index.ts';
import { zh } from '../../../src/text/zh/index.ts';
import { brokenLimits } from './limits.ts';
import { delivering, gridButtons, pictures, place, uuid } from './samples.ts';

const file = (n: number, film = false): ShownMedia => ({
  kind: 'file',
  name: film ? `${n}.mp4` : `${n}.png`,
  url: `https://relay.example/${n}`,
  film,
});
const link = (n: number, film = false): ShownMedia => ({ kind: 'link', url: `https://relay.example/${n}`, film });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('a finished picture', () => {
  it('is an attached file that says nothing of where the relay is, with the facts below', () => {
    const { body, buttons, promptFile } = renderResult(delivering(pictures({ buttons: gridButtons })), [file(1)], en);
    const alt = 'Made by Midjourney from: a red fox --v 7';
    expect(body).toMatchObject({
      content: '',
      embeds: [
        {
          url: `${messageLink(place)}?task=1730000000000123`,
          description: '**a red fox --v 7**\n-# <@42> · Imagine · 42 sec · cost: 1 job',
          image: { url: 'attachment://1.png', description: alt },
          color: 0x23a55a,
        },
      ],
      attachments: [{ id: '0', filename: '1.png', description: alt }],
      allowed_mentions: { parse: [] },
    });
    expect(body.components.map(({ components }) => components.length)).toEqual([5, 4, 4]);
    expect(buttons.map(({ id }) => id)).toEqual(gridButtons.map(({ customId }) => customId));
    expect(promptFile).toBeNull();
  });

  it('says what it cost, where that is known', () => {
    const press = {
      kind: 'action',
      taskId: '1',
      customId: `MJ::JOB::variation::1::${uuid}`,
      chooseSameChannel: true,
    } as const;
    const text = { prompt: 'a green owl', mask: null };
    const ends: readonly (readonly [string, Partial<Pictures>, Partial<Pick<Job, 'request' | 'text'>>])[] = [
      ['cost: 1 job', {}, {}],
      ['cost: 2 jobs', {}, { request: press, text }],
      ['cost: 1 job', { textIgnored: true }, { request: press, text }],
      ['free', {}, { request: { kind: 'show', taskId: '1' } }],
      ['42 sec', {}, { request: { kind: 'show', taskId: '1', ours: true } }],
    ];
    for (const [told, outcome, job] of ends) {
      const { body } = renderResult(delivering(pictures(outcome), job), [file(1)], en);
      expect(/^-# .* · (.+)$/m.exec(body.embeds[0]?.description ?? '')?.[1]).toBe(told);
    }
  });

  it('is shown by its address when there is no file', () => {
    const { body } = renderResult(delivering(pictures()), [link(1)], en);
    expect(body.embeds[0]?.image?.url).toBe('https://relay.example/1');
    expect(body.attachments).toEqual([]);
  });

  it('has no buttons but ours and no task number when there is no task', () => {
    const { body, buttons } = renderResult(delivering(pictures({ taskId: null, buttons: gridButtons })), [file(1)], en);
    expect([buttons, body.embeds[0]?.url]).toEqual([[], messageLink(place)]);
    const ids = body.components.map(({ components }) => components.map(({ custom_id }) => custom_id));
    expect(ids).toEqual([
      ['again::1000', 'from::1000::same', 'from::1000::new'],
      ['delete::42', 'dm::1000', 'info::1000'],
    ]);
  });

  it('comes in galleries of four that share one address', () => {
    const { body } = renderResult(
      delivering(pictures()),
      numbered(6).map((n) => file(n)),
      en,
    );
    expect(body.embeds.map(({ url }) => url)).toEqual([
      ...Array(4).fill(`${messageLink(place)}?task=1730000000000123`),
      ...Array(2).fill(`${messageLink(place)}?task=1730000000000123#2`),
    ]);
    expect(body.attachments.map(({ id, filename }) => [id, filename])).toEqual(
      numbered(6).map((n) => [String(n - 1), `${n}.png`]),
    );
  });

  it('is listed as a link beyond the tenth', () => {
    const { body } = renderResult(
      delivering(pictures()),
      numbered(12).map((n) => file(n)),
      en,
    );
    expect(body.embeds).toHaveLength(10);
    expect(body.attachments).toHaveLength(10);
    expect(body.embeds[0]?.description).toContain(
      'And 2 more:\n[Picture 1](https://relay.example/11)\n[Picture 2](https://relay.example/12)',
    );
  });

  it('is uploaded only under a name of its own that Discord keeps', () => {
    const named = ['1.png', '1.png', 'a b.png', '../x.png'].map((name, n) => ({ ...file(n + 1), name }));
    const { body } = renderResult(delivering(pictures()), named, en);
    expect(body.attachments.map(({ filename }) => filename)).toEqual(['1.png']);
    expect(body.embeds.map(({ image }) => image?.url)).toEqual([
      'attachment://1.png',
      ...[2, 3, 4].map((n) => `https://relay.example/${n}`),
    ]);
  });

  it('keeps two galleries apart whose pictures have one address', () => {
    const same = numbered(5).map((n) => ({ ...file(n), url: 'https://relay.example/same' }));
    const urls = renderResult(delivering(pictures()), same, en).body.embeds.map(({ url }) => url);
    expect(new Set(urls.slice(0, 4)).size).toBe(1);
    expect(urls[4]).not.toBe(urls[0]);
  });

  it('is a film: attached, or a link Discord plays', () => {
    const { body } = renderResult(delivering(pictures()), [file(1, true), link(2, true)], en);
    expect(body.content).toBe('https://relay.example/2');
    expect(body.attachments.map(({ filename }) => filename)).toEqual(['1.mp4']);
    expect(body.embeds[0]).not.toHaveProperty('image');
    expect(body.embeds[0]?.description).not.toContain(en.result.nothing);
  });

  it('stands small beside the text below its films, and large where these are only linked', () => {
    const embedOf = (...films: readonly ShownMedia[]) =>
      renderResult(delivering(pictures()), [file(1), ...films], en).body.embeds[0];
    expect(embedOf(file(2, true), file(3, true))).toMatchObject({ thumbnail: { url: 'attachment://1.png' } });
    expect(embedOf(file(2, true), file(3, true))).not.toHaveProperty('image');
    expect(embedOf(file(2, true), link(3, true))).toMatchObject({ image: { url: 'attachment://1.png' } });
  });

  it('is listed as a link when the content or the address has no room', () => {
    const long = numbered(3).map((n) => ({ ...link(n, true), url: `https://relay.example/${n}${'z'.repeat(900)}` }));
    const { body } = renderResult(delivering(pictures()), long, en);
    expect(brokenLimits(body)).toEqual([]);
    expect(body.content.split('\n')).toEqual(long.slice(0, 2).map(({ url }) => url));
    expect(body.embeds[0]?.description).toContain(`And 1 more:\n[Picture 1](${long[2]?.url})`);

    const many = numbered(40).map((n) => ({ ...link(n), url: `https://relay.example/${n}(${'z'.repeat(500)})` }));
    const listed = renderResult(delivering(pictures()), many, en).body;
    expect(brokenLimits(listed)).toEqual([]);
    expect(listed.embeds[0]?.description).toContain(`[Picture 1](https://relay.example/11%28${'z'.repeat(500)}%29)`);

    const longest = numbered(5).map((n) => ({ ...file(n), url: `https://relay.example/${'z'.repeat(2026)}` }));
    expect(brokenLimits(renderResult(delivering(pictures()), longest, en).body)).toEqual([]);
  });

  it('has the first 300 letters of a long prompt, and ℹ️ for the rest', () => {
    const prompt = 'fox '.repeat(1200);
    const { body, promptFile } = renderResult(delivering(pictures({ prompt })), [file(1)], en);
    const shown = `**${'fox '.repeat(75).trim()}…** (ℹ️ shows all)`;
    expect(body.embeds[0]?.description).toBe(`${shown}\n-# <@42> · Imagine · 42 sec · cost: 1 job`);
    expect(body.components.at(-1)?.components.at(-1)?.custom_id).toBe('info::1000');
    expect([promptFile, body.attachments.length]).toEqual([null, 1]);
  });

  it('tells whoever does not see it which of several it is, and of how many pictures a blend was made', () => {
    const alts = (changes: Parameters<typeof delivering>[1], count: number, words = en) =>
      renderResult(
        delivering(pictures({ prompt: '' }), changes),
        numbered(count).map((n) => file(n)),
        words,
      ).body.attachments.map(({ description }) => description);
    const images = ['https://a.example/1.png', 'https://a.example/2.png'];
    const blend = { request: { kind: 'blend', images, dimensions: 'SQUARE', bot: 'MID_JOURNEY' } } as const;
    expect(alts(blend, 1)).toEqual(['Made by Midjourney from 2 pictures']);
    expect(alts({ prompt: '' }, 2)).toEqual([1, 2].map((n) => `${n} of 2: A picture made by Midjourney`));
  });

  it('says so when there is nothing to show', () => {
    expect(renderResult(delivering(pictures()), [], en).body.embeds[0]?.description).toContain(en.result.nothing);
  });
});

describe('a failure', () => {
  it('says what happened, what to do, and offers a second try', () => {
    const { body } = renderResult(delivering({ kind: 'failed', reason: { kind: 'queueFull' }, free: true }), [], en);
    expect(body.embeds).toEqual([
      {
        description:
          '**Midjourney is very busy right now and is not taking more jobs.**\n' +
          'Try again in a few minutes. Nothing was charged.\n\na red fox\n-# <@42> · Imagine',
        color: 0xda373c,
      },
    ]);
    expect(body.components[0]?.components).toEqual([
      { type: 2, custom_id: 'retry::1000', label: 'Try again', style: 1 },
    ]);
  });

  it.each([
    { kind: 'bannedWord', word: 'gore' },
    { kind: 'invalidRequest', detail: '' },
    { kind: 'queueFull' },
    { kind: 'saturated' },
    { kind: 'relayFailed' },
    { kind: 'unsupported', detail: '' },
    { kind: 'unreachable' },
  ] as const)('says that nothing was charged only where that is proven ($kind)', (reason) => {
    const said = (free: boolean) =>
      [en, zh].map((words) => {
        const { body } = renderResult(delivering({ kind: 'failed', reason, free }), [], words);
        return body.embeds[0]?.description;
      });
    expect(said(true)).toEqual([expect.stringMatching(/nothing was charged/i), expect.stringMatching(/没有产生费用/)]);
    for (const told of said(false)) expect(told).not.toMatch(/nothing was charged|没有产生费用/i);
  });

  it.each(['unanswered', 'timedOut'] as const)('says that a second try may cost again after silence (%s)', (kind) => {
    const { body } = renderResult(delivering({ kind: 'failed', reason: { kind } }), [], en);
    expect(body.components[0]?.components[0]).toMatchObject({ label: 'Try again (may cost again)' });
  });

  it('offers no second try where the way to a picture is closed', () => {
    const { body } = renderResult(delivering({ kind: 'failed', reason: { kind: 'parentClosed' }, free: true }), [], zh);
    expect(body.embeds[0]?.description).toMatch(/这张图已经不能再操作了.*没有产生费用/s);
    expect(body.components).toEqual([]);
  });

  it('names what the relay has switched off, not the button that works without it', () => {
    const reason = { kind: 'unsupported', detail: '当前账号不支持 remix', feature: 'remix' } as const;
    const { body } = renderResult(delivering({ kind: 'failed', reason, free: true }), [], en);
    expect(body.embeds[0]?.description).toContain('Remix is switched off for this bot. Nothing was charged.');
  });

  it('points a second try that was not needed at the first one', () => {
    const reason = { kind: 'earlierFound', place } as const;
    const { body } = renderResult(delivering({ kind: 'failed', reason }), [], en);
    expect(body.embeds[0]?.description).toContain('nothing is charged for it. https://discord.com/channels/10/20/30');
    expect(body.components).toEqual([]);
  });

  it('offers to edit the prompt, and no second try, for what would be refused again', () => {
    const { body } = renderResult(delivering({ kind: 'failed', reason: { kind: 'bannedWord', word: '*x*' } }), [], en);
    expect(body.components[0]?.components).toEqual([
      { type: 2, custom_id: 'reword::1000', label: 'Edit and try again', style: 1 },
    ]);
    expect(body.embeds[0]?.description).toContain('“\\*x\\*”');
  });

  it('has the first 300 letters of a long prompt, and ℹ️ for the rest', () => {
    const prompt = '狐'.repeat(301);
    const { body } = renderResult(delivering({ kind: 'failed', reason: { kind: 'queueFull' } }, { prompt }), [], zh);
    expect(body.embeds[0]?.description).toContain(`\n\n${'狐'.repeat(300)}… （ℹ️ 看全文）\n-# <@42> · `);
    expect(body.components[0]?.components.at(-1)?.custom_id).toBe('info::1000');
  });

  it('of ours shows a reference and nothing else', () => {
    const { body } = renderResult(delivering({ kind: 'failed', reason: { kind: 'internal' } }), [], en);
    expect(body.embeds[0]?.description).toContain('`1000`');
  });
});

describe('a notice', () => {
  it('mentions its requester, links the message and can be switched off', () => {
    expect(renderNotice(delivering(pictures()), place, en)).toEqual({
      content: '<@42> your picture is ready (Imagine): https://discord.com/channels/10/20/30',
      components: [
        { type: 1, components: [{ type: 2, custom_id: 'notices::off', label: 'Stop telling me', style: 2 }] },
      ],
      allowed_mentions: { parse: [], users: ['42'] },
    });
  });

  it('does not call a failure ready', () => {
    const failed = delivering({ kind: 'failed', reason: { kind: 'taskLost' } });
    expect(renderNotice(failed, { ...place, guildId: null }, en).content).toBe(
      '<@42> your picture could not be made (Imagine): https://discord.com/channels/@me/20/30',
    );
  });
});

describe('a reply', () => {
  it('is seen by one member and notifies nobody', () => {
    expect(renderReply('x')).toEqual({ content: 'x', flags: 64, allowed_mentions: { parse: [] } });
    expect(renderReply('x'.repeat(3000)).content).toHaveLength(2000);
  });

  it('tells a reason with its foreign words escaped', () => {
    expect(explainRefusal({ kind: 'invalidParameter', detail: '`--ar`' }, '1', en)).toBe(
      'Midjourney does not understand a parameter of this prompt. It says: “\\`--ar\\`” ' +
        'Check the part after the first “--” and try again. Nothing was charged.',
    );
  });
});
