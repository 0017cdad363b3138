import { expect, test } from 'vitest';
import { renderOperatorPanel, SERVER_PAGE } from '../../../src/discord/render/operator-panel.ts';
import { renderServerGrant } from '../../../src/discord/render/operator-server.ts';
import { newServerGrant, openBot } from '../../../src/domain/policy/bot-policy.ts';
import { en } from '../../../src/text/en/index.ts';
import { zh } from '../../../src/text/zh/index.ts';

const grant = newServerGrant(openBot, 'closed');
const server = (n: number, name: string | null) => ({
  guildId: String(170_707_070_707_070_700n + BigInt(n)),
  name,
  credits: 1_000_000,
  jobs: 500_000,
  grant: { ...grant, pays: false },
});
const panel = { bot: openBot, used: { day: 3, month: 4 }, inDoubt: 2, servers: [], page: 0, pages: 1 };

test.each([en, zh])(
  'a page of servers with the longest names fits into a message, whatever stands in them ($locale)',
  (words) => {
    const servers = Array.from({ length: SERVER_PAGE }, (_, n) => server(n, '**@everyone**'.repeat(8)));
    const { embeds = [], components = [] } = renderOperatorPanel({ ...panel, servers, pages: 2 }, words);
    const [{ description = '' } = {}] = embeds;
    expect(description.length).toBeLessThan(4_096);
    expect(description).not.toMatch(/(?<!\\)\*\*@everyone/);
    expect(components).toHaveLength(3);
  },
);

test('what was given back though the relay may have charged it is told, and only then; a server without a name has its id', () => {
  const told = (inDoubt: number) => renderOperatorPanel({ ...panel, inDoubt }, en).embeds?.[0]?.description;
  expect(told(2)).toContain('2 credits of this month were given back although the relay may have charged for them.');
  expect(told(0)).not.toContain('given back');
  expect(told(0)).toContain('The bot is in no server yet.');
  expect(renderServerGrant(server(1, null), zh).embeds?.[0]?.description).toContain('**170707070707070701**');
});
