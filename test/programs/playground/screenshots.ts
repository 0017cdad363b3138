import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { findChromium, openBrowser } from './browser.ts';
import { createPanels } from './panels.ts';
import { openPlayground } from './playground.ts';
import { createStates } from './states.ts';
import { createVisitor, type Visitor } from './visitor.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/pictures', import.meta.url));
const WITH_PANEL = { width: 1280, height: 860 };
/** As high as a message with a picture, or higher where a message is. */
const CHANNEL = { width: 920, height: 640 };
const PHONE = { width: 390, height: 640 };
/** How long Chromium shows that it loads a film after it has; its controls tell nobody else. */
const SPINNER_MS = 1500;
/** What stands above and below the messages. */
const AROUND = 130;
const LIGHTHOUSE = 'indigo night above the sea, a lighthouse in golden light --ar 3:2';
const BOAT = 'a sailing boat in the violet dusk, pink clouds --ar 16:9';

const chromium = findChromium();
if (!chromium) {
  process.stderr.write('The screenshots need Chromium: install your system’s package of it.\n');
  process.exit(1);
}
const browser = await openBrowser(chromium);
try {
  await photograph(WITH_PANEL, 1.5, pictureTheProgram);
  await rm(join(FOLDER, 'states'), { recursive: true, force: true });
  await photograph(CHANNEL, 1, async (page, playground) => {
    const visitor = createVisitor(page, playground.url);
    await visitor.enter();
    for (const { name, show } of createStates(visitor, playground)) {
      await keepMessage(visitor, await show(), CHANNEL, join('states', name));
    }
  });
  await rm(join(FOLDER, 'panels'), { recursive: true, force: true });
  await photograph(CHANNEL, 1, async (page, playground) => {
    const visitor = createVisitor(page, playground.url);
    await visitor.enter();
    for (const { name, show } of createPanels(visitor, playground)) {
      const message = await show();
      await keepMessage(visitor, message, PHONE, join('panels', `${name}-phone`));
      await keepMessage(visitor, message, CHANNEL, join('panels', `${name}-desk`));
    }
  });
} finally {
  await browser.close();
}

/** What the README shows: the channel, and beside it what happens underneath. */
async function pictureTheProgram(page: Page, { url }: Awaited<ReturnType<typeof openPlayground>>): Promise<void> {
  const visitor = createVisitor(page, url);
  const { message, button, job } = visitor;
  const keepBottom = async (name: string) => {
    await page.locator('.scroller').evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await visitor.settle();
    await keep(page, name);
  };
  await visitor.enter();
  await visitor.speed('quick');
  // What a newcomer is told once would be in every picture.
  await visitor.slash('imagine', 'teal hills at dawn, a fox');
  await button(message('teal hills at dawn, a fox', 'U2'), 'U2').waitFor();
  await page.getByRole('button', { name: 'posters' }).click();

  await visitor.slash('imagine', LIGHTHOUSE);
  await button(message(LIGHTHOUSE, 'U2'), 'U2').waitFor();
  await keepBottom('channel');

  await button(message(LIGHTHOUSE, 'U2'), 'U2').click();
  const single = page.locator('discord-message').filter({ hasText: LIGHTHOUSE }).filter({ hasText: 'Region' }).last();
  await single.waitFor();
  await visitor.tab('Interactions');
  await keepBottom('upscale');

  await single.getByRole('button', { name: /Region/ }).click();
  const picker = message('Which part should change?');
  await button(picker, 'Right half').click();
  await picker.getByText('of the picture will be repainted').waitFor();
  await keepBottom('region');
  await picker.getByRole('button', { name: 'Dismiss message' }).click();

  await visitor.tab('Jobs');
  await page.getByRole('button', { name: /^general/ }).click();
  await visitor.speed('normal');
  await visitor.slash('imagine', BOAT);
  await message(BOAT)
    .getByText(/(31|47)\s*%/)
    .waitFor();
  await page.getByRole('button', { name: 'Kill the bot' }).click();
  await job(BOAT).getByText('waits for the bot').waitFor();
  await page.getByRole('button', { name: 'Restart' }).click();
  await button(message(BOAT, 'U2'), 'U2').waitFor();
  await job(BOAT).getByText('settled').first().waitFor();
  await keepBottom('survived');
}

/** A playground of its own, seen in a window of this size; `scale` is how many pixels of the picture make one of the page. */
async function photograph(
  viewport: { width: number; height: number },
  scale: number,
  visit: (page: Page, playground: Awaited<ReturnType<typeof openPlayground>>) => Promise<void>,
): Promise<void> {
  const playground = await openPlayground();
  const page = await browser.newPage({
    viewport,
    deviceScaleFactor: scale,
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  });
  try {
    await visit(page, playground);
  } finally {
    await page.close();
    await playground.close();
  }
}

/** A message in a window of this width, which is as high as the message needs. */
async function keepMessage(
  visitor: Visitor,
  message: Locator,
  { width, height }: typeof CHANNEL,
  name: string,
): Promise<void> {
  const { page } = visitor;
  await page.setViewportSize({ width, height });
  await visitor.settle();
  if ((await message.locator('video').count()) > 0) await page.waitForTimeout(SPINNER_MS);
  const needed = (await message.boundingBox())?.height ?? 0;
  await page.setViewportSize({ width, height: Math.max(height, Math.ceil(needed) + AROUND) });
  await message.evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await keep(page, name);
}

async function keep(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  const path = join(FOLDER, `${name}.png`);
  await mkdir(join(path, '..'), { recursive: true });
  const picture = sharp(await page.screenshot()).png({ palette: true, quality: 90, effort: 9 });
  await writeFile(path, await picture.toBuffer());
  process.stdout.write(`${path}\n`);
}
