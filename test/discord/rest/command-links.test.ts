import { describe, expect, it } from 'vitest';
import { createCommandLinks } from '../../../src/discord/rest/command-links.ts';

function links() {
  const made = createCommandLinks();
  made.learn(
    new Map([
      ['show', '11'],
      ['history', '22'],
      ['历史', '22'],
      ['Use as image prompt', '33'],
    ]),
  );
  return made;
}
const linked = (content: string) => links().in({ content }).content;

describe('a command in a message of ours', () => {
  it.each([
    ['at the end of a sentence', 'It is in /history.', 'It is in </history:22>.'],
    ['in backticks', '`/show` posts it', '</show:11> posts it'],
    ['in Chinese', '在 /历史 里，用`/历史`。', '在 </历史:22> 里，用</历史:22>。'],
    ['that is linked already', '</history:22>', '</history:22>'],
    ['with options, to be typed', '`/show task:123`', '`/show task:123`'],
    ['that is not ours', '/imagine', '/imagine'],
    ['in an address', 'https://a.example/show', 'https://a.example/show'],
    ['in a longer word', '/showcase and/show', '/showcase and/show'],
    ['of the Apps menu', '/Use as image prompt', '/Use as image prompt'],
  ])('can be pressed, or stays text: %s', (_, text, shown) => {
    expect(linked(text)).toBe(shown);
  });

  it('can be pressed in an embed’s text and fields, and nowhere where Discord shows no markdown', () => {
    const embed = {
      title: '/show',
      description: '/show',
      fields: [{ name: '/show', value: '/show' }],
      footer: { text: '/show' },
    };
    expect(links().in({ embeds: [embed] })).toEqual({
      embeds: [{ ...embed, description: '</show:11>', fields: [{ name: '/show', value: '</show:11>' }] }],
    });
  });

  it('stays text where there is no room, and before the commands are known', () => {
    const full = `${'x'.repeat(1990)} /history`;
    expect(linked(full)).toBe(full);
    expect(createCommandLinks().in({ content: '/history' })).toEqual({ content: '/history' });
  });
});
