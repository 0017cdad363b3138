import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseMessageLink,
  parseReference,
  taskIdInAddress,
  taskIdInFooter,
} from '../../../src/discord/lookup/reference.ts';
import { messageLink, resultAddress } from '../../../src/discord/render/link.ts';
import { renderResult } from '../../../src/discord/render/result.ts';
import { en } from '../../../src/text/en/index.ts';
import { delivering, pictures } from '../render/samples.ts';

const snowflake = fc.bigInt({ min: 10n ** 16n, max: 2n ** 63n - 1n }).map(String);
const place = fc.record({ guildId: fc.option(snowflake), channelId: snowflake, messageId: snowflake });
const taskId = fc.oneof(
  fc.bigInt({ min: 10n ** 15n, max: 10n ** 17n }).map(String),
  fc.stringMatching(/^task_[a-z0-9]{6,20}$/).filter((id) => /\d/.test(id)),
);

describe('a reference to a result', () => {
  it('is the link of any message, however it was copied', () => {
    const spelling = fc.constantFrom(
      (link: string) => link,
      (link: string) => ` ${link}\n`,
      (link: string) => `<${link}>`,
      (link: string) => link.replace('discord.com', 'ptb.discord.com'),
      (link: string) => link.replace('discord.com', 'discordapp.com'),
      (link: string) => `${link}/`,
    );
    fc.assert(
      fc.property(place, spelling, (there, spell) => {
        expect(parseReference(spell(messageLink(there)))).toEqual({ kind: 'message', place: there });
      }),
    );
  });

  it('is the number of any task', () => {
    fc.assert(
      fc.property(taskId, (id) => {
        expect(parseReference(` ${id} `)).toEqual({ kind: 'task', taskId: id });
      }),
    );
  });

  it('is the id of a task of a further relay, with the name of that one', () => {
    expect(parseReference('backup:1796024180781')).toEqual({ kind: 'task', taskId: 'backup:1796024180781' });
    const place = { guildId: '1', channelId: '2', messageId: '3' };
    expect(taskIdInAddress(resultAddress(place, 'backup:1796024180781'))).toBe('backup:1796024180781');
  });

  it('is nothing else, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const reference = parseReference(text);
        if (reference?.kind === 'task') expect(reference.taskId).toMatch(/^(?:[a-z][a-z0-9]{0,15}:)?[\w-]{8,255}$/);
        if (reference?.kind === 'message') expect(text).toContain(reference.place.messageId);
      }),
    );
    for (const text of [
      '',
      'fox',
      'a red fox',
      'https://discord.com/channels/1/2/3',
      'https://discord.com.evil.example/channels/@me/11111111111111111/11111111111111111',
      'https://evil.example/?https://discord.com/channels/@me/11111111111111111/11111111111111111',
      'https:12345678/',
      'back:up:12345678',
    ]) {
      expect([text, parseReference(text), parseMessageLink(text)]).toEqual([text, null, null]);
    }
  });
});

describe('the address of a result’s embed', () => {
  const film = { kind: 'link', url: 'https://relay.example/1.mp4', film: true } as const;
  const picture = { kind: 'link', url: 'https://relay.example/1.png', film: false } as const;

  it.each([[], [film], [picture], [picture, picture]])(
    'tells the number of its task, which no member reads',
    (...shown) => {
      const messageOf = (id: string | null) =>
        renderResult(delivering(pictures({ taskId: id })), shown, en).body.embeds;
      fc.assert(
        fc.property(taskId, (id) => {
          const [embed] = messageOf(id);
          expect(taskIdInAddress(embed?.url ?? '')).toBe(id);
          expect(JSON.stringify({ ...embed, url: '' })).not.toContain(id);
        }),
      );
      expect(taskIdInAddress(messageOf(null)[0]?.url ?? '')).toBeNull();
    },
  );

  it('of anybody else is read without harm', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const id = taskIdInAddress(`https://discord.com/channels/1/2/3?task=${text}`);
        if (id !== null) expect(id).toMatch(/^(?:[a-z][a-z0-9]{0,15}:)?[\w-]{8,255}$/);
        expect(taskIdInAddress(text)).toBeNull();
      }),
    );
  });
});

describe('the footer of a result of an older version', () => {
  it.each(['Task', '任务'])('tells the number of its task (%s)', (word) => {
    fc.assert(
      fc.property(taskId, (id) => {
        expect(taskIdInFooter(`${word} ${id} · 42 sec`)).toBe(id);
      }),
    );
  });

  it('of anybody else is read without harm', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (footer) => {
        const id = taskIdInFooter(footer);
        if (id !== null) expect(id).toMatch(/^(?:[a-z][a-z0-9]{0,15}:)?[\w-]{8,255}$/);
      }),
    );
    expect(taskIdInFooter(`${en.result.took('42 sec')}`)).toBeNull();
  });
});
