import type { Locator, Page } from 'playwright-core';

/** How long anything on the page may take, in ms: the machine may be busy. */
const PATIENCE = 20_000;

export type Visitor = ReturnType<typeof createVisitor>;

/** What a visitor does with the page, in their words. */
export function createVisitor(page: Page, url: string) {
  page.setDefaultTimeout(PATIENCE);
  const composer = page.locator('.composer-input');
  const form = page.locator('dialog.form');

  return {
    page,
    composer,
    form,
    async enter(): Promise<void> {
      await page.goto(url);
      await composer.waitFor();
    },
    /** Types a slash command and its first option. */
    async slash(name: string, value?: string): Promise<void> {
      await composer.fill(`/${name}`);
      await composer.press('Enter');
      if (value !== undefined) await page.keyboard.type(value);
      await page.keyboard.press('Enter');
    },
    /** The newest message that says this and, if given, has this button. */
    message(text: string | RegExp, button?: string): Locator {
      const messages = page.locator('discord-message').filter({ hasText: text });
      return (
        button === undefined
          ? messages
          : messages.filter({ has: page.getByRole('button', { name: button, exact: true }) })
      ).last();
    },
    button: (within: Locator, name: string): Locator => within.getByRole('button', { name, exact: true }),
    async become(name: string): Promise<void> {
      await page.getByRole('radio', { name }).click();
    },
    async speed(value: 'quick' | 'normal' | 'slow' | 'held'): Promise<void> {
      await page.getByLabel('Its speed').selectOption(value);
    },
    /** Fills in a field of the open form. */
    async write(label: string | RegExp, value: string): Promise<void> {
      await form.getByLabel(label).fill(value);
    },
    /** Chooses from a menu of the open form. */
    async pick(menu: string | RegExp, choice: string | RegExp): Promise<void> {
      await form.getByRole('button', { name: menu }).first().click();
      await page.getByRole('option', { name: choice }).first().click();
    },
    /** Apps → a command, on a message. */
    async fromMenu(message: Locator, command: string | RegExp): Promise<void> {
      await message.hover();
      await message.getByRole('button', { name: 'Apps' }).click();
      await page.getByRole('menuitem', { name: command }).click();
    },
    async submit(): Promise<void> {
      await form.getByRole('button', { name: 'Submit' }).click();
      await form.waitFor({ state: 'detached' });
    },
    tab: (name: string) => page.getByRole('tab', { name }).click(),
    job: (text: string): Locator => page.locator('.job').filter({ hasText: text }).first(),
    /** Once every picture is there and nothing moves. */
    async settle(): Promise<void> {
      await page.waitForFunction('[...document.images].every(({ complete }) => complete)');
      await page.waitForFunction('[...document.querySelectorAll("video")].every(({ readyState }) => readyState === 4)');
      await page.evaluate('document.fonts.ready.then(() => undefined)');
      await page.waitForFunction('!document.getAnimations().some((one) => one instanceof CSSTransition)');
    },
  };
}
