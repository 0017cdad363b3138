import type { Locator } from 'playwright-core';
import type { Playground } from './playground.ts';
import type { State } from './states.ts';
import type { Visitor } from './visitor.ts';

const GRID = 'teal hills at dawn, a fox --ar 3:2';
const SEAL = 'a jade seal on red silk';
const BEYOND = 'an amber lantern in the snow';

/** What the managers of a server decide, and what that means for members, in an order in which each can follow. */
export function createPanels(visitor: Visitor, playground: Playground): readonly State[] {
  const { page, button, message } = visitor;

  async function imagine(prompt: string): Promise<Locator> {
    await visitor.slash('imagine', prompt);
    const made = message(prompt, 'U2');
    await button(made, 'U2').waitFor();
    return made;
  }

  const panel = () => message('How pictures are made here');

  /** Sets the credits that each member has in a day. */
  async function limit(credits: string): Promise<void> {
    await button(panel(), 'Limits').click();
    await visitor.write('Each member, per day', credits);
    await visitor.submit();
    await panel().getByText(`${credits} credits a day`).waitFor();
  }

  return [
    {
      name: 'usage',
      show: async () => {
        await playground.turn({ turn: 'pace', to: 'quick' });
        const grid = await imagine(GRID);
        await button(grid, 'U2').click();
        await message(GRID, 'Vary (Region)').waitFor();
        await visitor.become('小林');
        await imagine(SEAL);
        await visitor.become('mara');
        await visitor.slash('usage');
        const usage = page
          .locator('discord-message')
          .filter({ hasText: /credits.* for \d+ jobs/ })
          .last();
        await usage.getByRole('img').first().waitFor();
        return usage;
      },
    },
    {
      name: 'server',
      show: async () => {
        await visitor.slash('server');
        await panel().waitFor();
        await limit('4');
        return panel();
      },
    },
    {
      name: 'rules',
      show: async () => {
        await button(panel(), 'Rules').click();
        const rules = message('Blocked words', 'Blocked words');
        await rules.waitFor();
        return rules;
      },
    },
    {
      name: 'report',
      show: async () => {
        const rules = message('Blocked words', 'Log');
        await button(rules, 'Log').click();
        await visitor.pick(/^Channel/, '#posters');
        await visitor.submit();
        await rules.getByText('reports and decisions').waitFor();
        await visitor.become('ann');
        await visitor.fromMenu(message(SEAL, 'U2'), 'Report picture');
        await visitor.pick(/^What is wrong/, 'Not allowed here');
        await visitor.write(/^Anything/, 'The seal of a real office');
        await visitor.submit();
        await visitor.become('mara');
        await page.getByRole('button', { name: 'posters' }).click();
        const report = message('Reported by', 'Leave it');
        await report.waitFor();
        return report;
      },
    },
    {
      name: 'limit',
      show: async () => {
        await visitor.become('ann');
        await page.getByRole('button', { name: /^general/ }).click();
        await visitor.slash('imagine', BEYOND);
        const refused = message('This costs 2 credits');
        await refused.waitFor();
        return refused;
      },
    },
    {
      name: 'me',
      show: async () => {
        await visitor.slash('me');
        const me = message('of 4 credits');
        await me.waitFor();
        return me;
      },
    },
    {
      name: 'operator',
      show: async () => {
        await visitor.become('olga');
        await page.getByRole('button', { name: 'Darkroom' }).click();
        await visitor.slash('operator');
        const panel = message('This bot', 'Prices');
        await panel.waitFor();
        return panel;
      },
    },
  ];
}
