import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { findingsOf } from './axe.ts';
import { findChromium, openBrowser } from './browser.ts';
import { createPanels } from './panels.ts';
import { openPlayground, type Playground } from './playground.ts';
import { createStates } from './states.ts';
import { createVisitor } from './visitor.ts';

const LONG = 400_000;
const chromium = findChromium();
if (!chromium) process.stderr.write('skipped, because there is no Chromium: what axe finds in the playground\n');

const desk = { width: 1360, height: 900 };
const phone = { width: 390, height: 844 };
const looks = (['dark', 'light'] as const).flatMap((colorScheme) =>
  [desk, phone].map((size) => ({ colorScheme, size, name: `${colorScheme}, ${size === desk ? 'desk' : 'phone'}` })),
);

let playground: Playground;
let browser: Browser | null = null;
beforeAll(async () => {
  playground = await openPlayground({ pictureSize: 128, pace: 'quick', haste: 4 });
  if (chromium) browser = await openBrowser(chromium);
}, LONG);
afterAll(async () => {
  await browser?.close();
  await playground.close();
}, LONG);

async function enter({ url } = playground) {
  if (!browser) throw new Error('the browser did not start');
  const context = await browser.newContext({ viewport: desk, reducedMotion: 'reduce' });
  onTestFinished(() => context.close());
  const visitor = createVisitor(await context.newPage(), url);
  await visitor.enter();
  return visitor;
}

/** What axe finds, dark and light, at a desk and on a phone; empty where all is well. */
async function findingsInAllLooks(page: Page, what: string, part: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { colorScheme, size, name } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    found.push(...(await findingsOf(page, part)).map((one) => `${what} (${name}): ${one}`));
  }
  await page.setViewportSize(desk);
  return found;
}

it.skipIf(!chromium)('axe finds nothing in what members see', { timeout: LONG }, async () => {
  const visitor = await enter();
  const found: string[] = [];
  for (const { name, show } of createStates(visitor, playground)) {
    const id = await (await show()).getAttribute('id');
    await visitor.settle();
    found.push(...(await findingsInAllLooks(visitor.page, name, `#${id}`)));
  }
  expect(found).toEqual([]);
});

it.skipIf(!chromium)('axe finds nothing in what managers and moderators see', { timeout: LONG }, async () => {
  // What they decide here must not hold for other tests.
  const own = await openPlayground({ pictureSize: 128, pace: 'quick', haste: 4 });
  onTestFinished(own.close);
  const visitor = await enter(own);
  const found: string[] = [];
  for (const { name, show } of createPanels(visitor, own)) {
    const id = await (await show()).getAttribute('id');
    await visitor.settle();
    found.push(...(await findingsInAllLooks(visitor.page, name, `#${id}`)));
  }
  expect(found).toEqual([]);
});

it.skipIf(!chromium)('axe finds nothing in the frame around it', { timeout: LONG }, async () => {
  const visitor = await enter();
  const { page, message, button, form, composer } = visitor;
  await playground.turn({ turn: 'profile', to: 'gateway' });
  await page.getByRole('button', { name: 'posters' }).click();
  const found: string[] = [];
  const look = async (what: string, part: string) => void found.push(...(await findingsInAllLooks(page, what, part)));

  await look('an empty channel', 'body');
  await composer.fill('/');
  await page.getByRole('option', { name: /^\/imagine / }).waitFor();
  await look('the list of commands', '.main');
  await visitor.slash('imagine', 'a silver key');
  const grid = message('a silver key', 'U2');
  await button(grid, 'U2').waitFor();
  await composer.fill('/imagine');
  await composer.press('Enter');
  await page.getByRole('option', { name: /^aspect / }).click();
  await look('an option and its choices', '.main');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  for (const name of ['Interactions', 'Relay', 'Store', 'Log', 'Jobs']) {
    await visitor.tab(name);
    await look(`the panel’s ${name}`, '.panel');
  }
  await grid.hover();
  await grid.getByRole('button', { name: 'Apps' }).click();
  expect(await findingsOf(page, '.menu')).toEqual([]);
  await page.keyboard.press('Escape');
  await grid.locator('.frame').first().click();
  await look('an enlarged picture', 'dialog');
  await page.keyboard.press('Escape');
  await visitor.slash('settings');
  const settings = message('Your settings');
  await settings.waitFor();
  await look('the settings', `#${await settings.getAttribute('id')}`);
  await button(grid, 'U2').click();
  const single = page.locator('discord-message').filter({ hasText: 'a silver key' }).last();
  await single.getByRole('button', { name: /Custom|Zoom…/ }).click();
  await form.waitFor();
  await look('a form', 'dialog');
  await page.keyboard.press('Escape');
  await visitor.become('小林');
  await look('the page in Chinese', 'body');
  await page.setViewportSize(phone);
  await page.getByRole('button', { name: '频道' }).click();
  expect(await findingsOf(page)).toEqual([]);
  expect(found).toEqual([]);
});
