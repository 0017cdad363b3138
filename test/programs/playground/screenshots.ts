import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { findChromium, openBrowser } from './browser.ts';
import { openPlayground } from './playground.ts';
import { createVisitor } from './visitor.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/pictures', import.meta.url));
const SIZE = { width: 1280, height: 860 };
const LIGHTHOUSE = 'indigo night above the sea, a lighthouse in golden light --ar 3:2';
const BOAT = 'a sailing boat in the violet dusk, pink clouds --ar 16:9';

const chromium = findChromium();
if (!chromium) {
  process.stderr.write('The screenshots need Chromium: install your system’s package of it.\n');
  process.exit(1);
}
await mkdir(FOLDER, { recursive: true });
const playground = await openPlayground();
const browser = await openBrowser(chromium);
const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: 1.5, reducedMotion: 'reduce' });
const visitor = createVisitor(page, playground.url);
const { message, button, job } = visitor;

try {
  await visitor.enter();
  await visitor.speed('quick');
  // What a newcomer is told once would be in every picture.
  await visitor.slash('imagine', 'teal hills at dawn, a fox');
  await button(message('teal hills at dawn, a fox', 'U2'), 'U2').waitFor();
  await message('Your first picture').getByRole('button', { name: 'Dismiss message' }).click();
  await page.getByRole('button', { name: 'posters' }).click();

  await visitor.slash('imagine', LIGHTHOUSE);
  await button(message(LIGHTHOUSE, 'U2'), 'U2').waitFor();
  await keep(page, 'channel');

  await button(message(LIGHTHOUSE, 'U2'), 'U2').click();
  const single = message(LIGHTHOUSE, 'Custom Zoom');
  await single.waitFor();
  await visitor.tab('Interactions');
  await keep(page, 'upscale');

  await button(single, 'Vary (Region)').click();
  const picker = message('Which part should change?');
  await button(picker, 'Right half').click();
  await picker.getByText('of the picture will be painted anew').waitFor();
  await keep(page, 'region');
  await picker.getByRole('button', { name: 'Dismiss message' }).click();

  await visitor.tab('Jobs');
  await page.getByRole('button', { name: /^general/ }).click();
  await visitor.speed('normal');
  await visitor.slash('imagine', BOAT);
  await message(BOAT)
    .getByText(/ (31|47)%/)
    .waitFor();
  await page.getByRole('button', { name: 'Kill the bot' }).click();
  await job(BOAT).getByText('waits for the bot').waitFor();
  await page.getByRole('button', { name: 'Restart' }).click();
  await button(message(BOAT, 'U2'), 'U2').waitFor();
  await job(BOAT).getByText('settled').first().waitFor();
  await keep(page, 'survived');
} finally {
  await browser.close();
  await playground.close();
}

async function keep(from: Page, name: string): Promise<void> {
  await from.mouse.move(0, 0);
  await from.locator('.scroller').evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await visitor.settle();
  const path = join(FOLDER, `${name}.png`);
  await writeFile(
    path,
    await sharp(await from.screenshot())
      .png({ palette: true, quality: 90, effort: 9 })
      .toBuffer(),
  );
  process.stdout.write(`${path}\n`);
}
