import type { Locator } from 'playwright-core';
import type { Playground } from './playground.ts';
import type { Visitor } from './visitor.ts';

/** What a member may find on the screen, under a name that a picture of it can bear. */
export type State = {
  readonly name: string;
  /** Brings it about, and answers with the message that shows it. */
  readonly show: () => Promise<Locator>;
};

const GRID = 'teal hills at dawn, a fox --ar 3:2';
const GARDEN = 'poppies in a garden at noon';
const RUNNING = 'a lighthouse above the violet sea';
const FAILING = 'a castle on a cliff in fog';
const FILM = 'a sailing boat on a golden sea --ar 3:2';

/** How long the bot may take to reach the relay, in ms: the machine may be busy. */
const PATIENCE_MS = 15_000;

/** The states that a member of Midjourney’s server should understand at sight, in an order in which each can follow. */
export function createStates(visitor: Visitor, playground: Playground): readonly State[] {
  const { page, button, message } = visitor;
  const grid = () => message(GRID, 'U2');
  const taskOf = (prompt: string) =>
    [...playground.relay().tasks.values()].find((task) => task.prompt.includes(prompt))?.id ?? '';

  async function imagine(prompt: string): Promise<Locator> {
    await visitor.slash('imagine', prompt);
    const made = message(prompt, 'U2');
    await button(made, 'U2').waitFor();
    return made;
  }

  /** A task that stands still, as soon as the relay has it. */
  async function hold(prompt: string): Promise<string> {
    await playground.turn({ turn: 'pace', to: 'held' });
    await visitor.slash('imagine', prompt);
    await playground.relay().waitUntil(() => taskOf(prompt) !== '', PATIENCE_MS);
    return taskOf(prompt);
  }

  const single = () =>
    page.locator('discord-message').filter({ hasText: GRID }).filter({ hasText: 'Vary (Region)' }).last();

  return [
    {
      name: 'grid',
      show: async () => {
        await playground.turn({ turn: 'pace', to: 'quick' });
        return imagine(GRID);
      },
    },
    {
      name: 'upscaled',
      show: async () => {
        await button(grid(), 'U2').click();
        await single().waitFor();
        return single();
      },
    },
    {
      name: 'region',
      show: async () => {
        await button(single(), 'Vary (Region)').click();
        const question = message('Which part should change?');
        await button(question, 'Right half').click();
        await question.getByText('of the picture will be repainted').waitFor();
        return question;
      },
    },
    {
      name: 'upscale-all',
      show: async () => {
        await button(await imagine(GARDEN), 'Upscale all').click();
        const all = page.locator('discord-message').filter({ hasText: GARDEN }).last();
        await all.locator('.frame').nth(3).waitFor();
        return all;
      },
    },
    {
      name: 'progress',
      show: async () => {
        const id = await hold(RUNNING);
        playground.relay().progress(id, 46);
        const running = message(RUNNING);
        await running.getByText(/46\s*%/).waitFor();
        return running;
      },
    },
    {
      name: 'failure',
      show: async () => {
        const id = await hold(FAILING);
        playground.relay().fail(id, 'timeout');
        await message(FAILING)
          .getByRole('button', { name: /^Try again/ })
          .waitFor();
        return message(FAILING);
      },
    },
    {
      name: 'refusal',
      show: async () => {
        await visitor.slash('imagine', 'a balloon above the clouds --ar wide');
        const refused = message(/--ar/);
        await refused.getByRole('button', { name: /Edit/ }).waitFor();
        return refused;
      },
    },
    {
      name: 'unknown-parameter',
      show: async () => {
        await visitor.slash('imagine', 'a balloon above the clouds --chaso 20');
        const asked = message('--chaso');
        await asked.getByRole('button', { name: /Edit/ }).waitFor();
        return asked;
      },
    },
    {
      name: 'batch',
      show: async () => {
        await visitor.slash('imagine', 'a {red, green, blue} boat by the pier');
        const asked = message('green boat by the pier');
        await asked.getByRole('button').first().waitFor();
        return asked;
      },
    },
    {
      name: 'describe',
      show: async () => {
        await playground.turn({ turn: 'pace', to: 'quick' });
        const described = page.locator('discord-message').filter({ hasText: '1️⃣' }).last();
        const picture = page.locator('discord-message').filter({ hasText: GARDEN }).last();
        await picture.hover();
        await picture.getByRole('button', { name: 'Apps' }).click();
        await page.getByRole('menuitem', { name: /describe/i }).click();
        await described.waitFor();
        return described;
      },
    },
    {
      name: 'history',
      show: async () => {
        await visitor.slash('history');
        const list = message(/history|made so far/i).last();
        // The small pictures are added a moment later.
        await list.locator('discord-embed[thumbnail]').first().waitFor();
        return list;
      },
    },
    {
      name: 'film',
      show: async () => {
        await playground.turn({ turn: 'profile', to: 'raw' });
        await button(await imagine(FILM), 'U2').click();
        const made = page.locator('discord-message').filter({ hasText: FILM });
        await made
          .getByRole('button', { name: /Animate/ })
          .first()
          .click();
        await made.last().locator('video').nth(3).waitFor();
        return made.last();
      },
    },
  ];
}
