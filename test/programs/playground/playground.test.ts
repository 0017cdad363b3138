import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { pictureFile } from '../../journeys/pictures.ts';
import { findingsOf } from './axe.ts';
import { findChromium, openBrowser } from './browser.ts';
import { openPlayground, type Playground } from './playground.ts';
import { createVisitor, type Visitor } from './visitor.ts';

const LONG = 90_000;
const chromium = findChromium();
let playground: Playground;
let browser: Browser | null = null;
beforeAll(async () => {
  playground = await openPlayground({ pictureSize: 384, pace: 'quick', haste: 4 });
  expect(playground.bot.now()).toMatchObject({ state: 'ready' });
  if (chromium) browser = await openBrowser(chromium);
}, LONG);
afterAll(async () => {
  await browser?.close();
  await playground.close();
}, LONG);

/** A test that needs a real browser; named on standard error where there is none. */
function inBrowser(name: string, body: (visitor: Visitor) => Promise<void>, options: BrowserContextOptions = {}): void {
  if (!chromium) process.stderr.write(`skipped, because there is no Chromium: ${name}\n`);
  it.skipIf(!chromium)(name, { timeout: LONG }, async () => {
    if (!browser) throw new Error('the browser did not start');
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    const visitor = createVisitor(page, playground.url);
    await visitor.enter();
    await body(visitor);
    expect(complaints).toEqual([]);
    expect(playground.discord.violations).toEqual([]);
  });
}

/** A finished grid of this prompt. */
async function imagine({ slash, message, button }: Visitor, prompt: string) {
  await slash('imagine', prompt);
  const grid = message(prompt, 'U2');
  await button(grid, 'U2').waitFor();
  return grid;
}

async function upscaled(visitor: Visitor, prompt: string) {
  const grid = await imagine(visitor, prompt);
  await visitor.button(grid, 'U2').click();
  const single = visitor.message(prompt, 'Custom Zoom');
  await single.waitFor();
  return single;
}

const submissions = (prompt: string) =>
  playground.relay().submissions.filter(({ body }) => JSON.stringify(body).includes(prompt));

describe('in a browser, a visitor', () => {
  inBrowser('imagines with suggestions, watches the progress and gets four pictures', async (visitor) => {
    const { page, composer, message, button, job } = visitor;
    await visitor.speed('normal');
    onTestFinished(() => playground.turn({ turn: 'pace', to: 'quick' }));
    await composer.pressSequentially('/im');
    await page.getByRole('option', { name: /^\/imagine / }).waitFor();
    await composer.press('Tab');
    await page.keyboard.type('a brass owl');
    await page.getByRole('option', { name: /^aspect / }).click();
    await page.getByRole('option', { name: '3:2', exact: true }).click();
    await page.keyboard.press('Enter');
    await message('a brass owl').getByText(/ \d+%/).waitFor();
    await visitor.speed('quick');
    const grid = message('a brass owl --ar 3:2', 'U2');
    await button(grid, 'U2').waitFor();
    const picture = grid.getByRole('img', { name: 'a brass owl' });
    await vi.waitFor(async () => {
      const { width = 0, height = 1 } = (await picture.boundingBox()) ?? {};
      expect(width / height).toBeCloseTo(1.5, 1);
    }, 10_000);
    await job('a brass owl').getByText('settled').first().waitFor();
    expect(submissions('a brass owl')).toHaveLength(1);
  });

  inBrowser('presses U2 by keyboard, and again without being charged again', async (visitor) => {
    const { page, message, button } = visitor;
    const grid = await imagine(visitor, 'a tin soldier');
    await button(grid, 'U2').focus();
    await page.keyboard.press('Enter');
    const single = message('a tin soldier', 'Custom Zoom');
    await single.getByRole('img').last().waitFor();
    expect(playground.relay().submissions.at(-1)).toMatchObject({ endpoint: 'action' });
    const count = playground.relay().submissions.length;
    await visitor.become('mara');
    await button(grid, 'U2').click();
    await message('U2 already exists').locator('.ephemeral').waitFor();
    expect(playground.relay().submissions).toHaveLength(count);
    await visitor.tab('Interactions');
    await page
      .locator('.panel .line')
      .filter({ hasText: 'pressed U2' })
      .getByText(/^\d+ ms$/)
      .first()
      .waitFor();
  });

  inBrowser('watches the four films of an animation side by side', async (visitor) => {
    const { page } = visitor;
    await playground.turn({ turn: 'profile', to: 'raw' });
    onTestFinished(() => playground.turn({ turn: 'profile', to: 'gateway' }));
    const single = await upscaled(visitor, 'a copper kettle');
    await single
      .getByRole('button', { name: /Animate/ })
      .first()
      .click();
    const films = page.locator('discord-message').filter({ hasText: 'a copper kettle' }).last().locator('video');
    await films.nth(3).waitFor();
    const [first, second, third] = await Promise.all([0, 1, 2].map((n) => films.nth(n).boundingBox()));
    expect(second?.y).toBe(first?.y);
    expect(third?.x).toBe(first?.x);
    expect(third?.y).toBeGreaterThan(first?.y ?? 0);
    const lengths =
      'Promise.all([...document.querySelectorAll("video")].map(async (film) => (await film.play(), film.duration)))';
    expect(await page.evaluate(lengths)).toEqual([2, 2, 2, 2]);
    await page.waitForFunction('[...document.querySelectorAll("video")].every(({ currentTime }) => currentTime > 0.2)');
  });

  inBrowser('answers the form of Custom Zoom', async (visitor) => {
    const { form, button, message } = visitor;
    const single = await upscaled(visitor, 'a paper crane');
    await button(single, 'Custom Zoom').click();
    await form.getByRole('heading', { name: 'Custom Zoom' }).waitFor();
    expect(await form.getByLabel(/^Prompt/).inputValue()).toBe('a paper crane');
    await visitor.write(/^Zoom factor/, '1.5');
    await visitor.submit();
    await message('a paper crane --zoom 1.5', 'U1').waitFor();
  });

  inBrowser('chooses a region by menu and button, and gives a painted copy in a form', async (visitor) => {
    const { page, form, button, message } = visitor;
    const single = await upscaled(visitor, 'a glass teapot');
    await button(single, 'Vary (Region)').click();
    const picker = message('Which part should change?');
    await picker.getByRole('button', { name: /^Choose cells/ }).click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    await page.keyboard.press('Escape');
    await picker.getByText('A1, B1').first().waitFor();
    await button(picker, 'Bottom half').click();
    await picker.getByText('A1, B1, A3').first().waitFor();

    await button(picker, 'Paint it myself').click();
    const shown = await single.getByRole('img').last().getAttribute('src');
    const bytes = Buffer.from(await (await fetch(shown ?? '')).arrayBuffer());
    const { width, height } = await sharp(bytes).metadata();
    const spot = { create: { width: width >> 1, height: height >> 1, channels: 3, background: '#ff00ff' } } as const;
    const input = await sharp(spot).png().toBuffer();
    const painted = await sharp(bytes)
      .composite([{ input, left: 0, top: 0 }])
      .png()
      .toBuffer();
    await form
      .locator('input[type=file]')
      .setInputFiles({ name: 'painted.png', mimeType: 'image/png', buffer: painted });
    await visitor.submit();
    await picker.getByText('What you painted over').waitFor();

    await button(picker, 'Continue').click();
    await visitor.write(/^Prompt/, 'a glass teapot, steaming');
    await visitor.submit();
    await message('a glass teapot, steaming', 'U1').waitFor();
    expect(JSON.stringify(playground.relay().submissions.at(-1)?.body)).toContain('maskBase64');
  });

  inBrowser(
    'writes without going to the box, takes what is highlighted with Enter, and leaves by Escape',
    async (visitor) => {
      const { page, composer } = visitor;
      const list = page.getByRole('listbox', { name: 'Suggestions' });
      const line = page.getByRole('group', { name: 'Command imagine' });
      await page.locator('.scroller').focus();
      await page.keyboard.type('/imag');
      expect(await composer.inputValue()).toBe('/imag');
      await page.keyboard.press('Enter');
      await page.keyboard.type('a jade seal');
      await page.getByRole('option', { name: /^aspect / }).click();
      await page.keyboard.press('ArrowDown');
      const chosen = await list.locator('[aria-selected="true"]').innerText();
      await page.keyboard.press('Enter');
      expect(await line.getByLabel('aspect', { exact: true }).inputValue()).toBe(chosen);
      await page.keyboard.press('Escape');
      await list.waitFor({ state: 'hidden' });
      expect(await line.isVisible()).toBe(true);
      await page.keyboard.press('Escape');
      await line.waitFor({ state: 'detached' });
      await page.keyboard.type('/he');
      await page.keyboard.press('Escape');
      expect(await composer.inputValue()).toBe('/he');
      await page.keyboard.press('Escape');
      expect(await composer.inputValue()).toBe('');
      expect(submissions('a jade seal')).toHaveLength(0);
    },
  );

  inBrowser('remixes: with the switch on, V3 asks for a new prompt first', async (visitor) => {
    const { form, button, message } = visitor;
    await visitor.become('mara');
    await visitor.slash('remix', 'True');
    await message('Remix is on').waitFor();
    const grid = await imagine(visitor, 'a clay jug');
    await button(grid, 'V3').click();
    await form.waitFor();
    await visitor.write(/^Prompt/, 'a clay jug with poppies');
    await visitor.submit();
    await message('a clay jug with poppies', 'U1').waitFor();
  });

  inBrowser('removes a result', async (visitor) => {
    const { message, button } = visitor;
    const grid = await imagine(visitor, 'a velvet moth');
    await button(grid, 'Delete').click();
    await message('a velvet moth', 'U2').waitFor({ state: 'detached' });
    await visitor.slash('help');
    await visitor.page.locator('discord-message').last().waitFor();
  });

  inBrowser('is somebody else, who reads Chinese and not what was told to ann', async (visitor) => {
    const { page, composer, message } = visitor;
    await visitor.slash('settings');
    await message('Your settings').locator('.ephemeral').waitFor();
    await visitor.become('小林');
    await message('Your settings').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: '日志' }).waitFor();
    await page.getByRole('button', { name: '杀死机器人' }).waitFor();
    await composer.fill('/想象');
    await page.getByRole('option', { name: /^\/想象 / }).click();
    await page.keyboard.type('一只纸鹤');
    await page.keyboard.press('Enter');
    await message('一只纸鹤', 'U1').waitFor();
    await visitor.slash('设置');
    await message('你的设置').getByText('只有你能看到').waitFor();
    await visitor.become('ann');
    await page.getByRole('tab', { name: 'Log' }).waitFor();
    await message('Your settings').waitFor();
    await message('你的设置').waitFor({ state: 'detached' });
  });

  inBrowser(
    'kills the bot, is told that it does not answer, and sees the job finish after the restart',
    async (visitor) => {
      const { page, message, button, job } = visitor;
      await visitor.speed('held');
      onTestFinished(async () => {
        await playground.turn({ turn: 'pace', to: 'quick' });
        await playground.turn({ turn: 'start', which: 'first' });
      });
      await visitor.slash('imagine', 'a stone bridge');
      await job('a stone bridge').getByText('following').first().waitFor();
      const first = playground.bot.now().pid;
      await page.getByRole('button', { name: 'Kill the bot' }).click();
      await page.getByText('Darkroom is dead').waitFor();
      expect(() => process.kill(first ?? 0, 0)).toThrow();
      await visitor.slash('help');
      const failed = page.locator('.notice').filter({ hasText: 'The application did not respond' });
      await failed.waitFor();
      await visitor.composer.fill('is anybody here?');
      await visitor.composer.press('Enter');
      await message('is anybody here?').waitFor();
      const [red, words] = await Promise.all([failed.boundingBox(), message('is anybody here?').boundingBox()]);
      expect(red?.y).toBeLessThan(words?.y ?? 0);

      await visitor.speed('quick');
      await page.getByRole('button', { name: 'Restart' }).click();
      await button(message('a stone bridge'), 'U2').waitFor();
      await job('a stone bridge')
        .getByText(/process \d+ takes over/)
        .waitFor();
      await job('a stone bridge').getByText('settled').first().waitFor();
      expect(await page.locator('discord-message').filter({ hasText: 'a stone bridge' }).count()).toBe(1);
      expect(submissions('a stone bridge')).toHaveLength(1);
      expect(playground.bot.now().pid).not.toBe(first);
    },
  );

  inBrowser(
    'starts a second process, kills the first, and sees the second answer and finish the job',
    async (visitor) => {
      const { page, message, button, job } = visitor;
      await visitor.speed('held');
      onTestFinished(async () => {
        await playground.turn({ turn: 'pace', to: 'quick' });
        await playground.turn({ turn: 'start', which: 'first' });
        await playground.turn({ turn: 'stop', which: 'second' });
      });
      await page.getByText('No second process').waitFor();
      await page.getByRole('button', { name: 'Start a second' }).click();
      await page.getByText('ready to lead').waitFor();
      await page.getByText(/life \d+ · leads/).waitFor();
      await visitor.slash('imagine', 'an iron gate');
      await job('an iron gate').getByText('following').first().waitFor();

      await page.getByRole('button', { name: 'Kill the bot' }).click();
      await page.getByText('The first process is dead').waitFor();
      await visitor.slash('help');
      await message('/imagine').locator('.ephemeral').waitFor();
      await page.getByText(/life \d+ · leads/).waitFor();
      expect(playground.second.now()).toMatchObject({ state: 'ready', leads: true });
      await visitor.speed('quick');
      await button(message('an iron gate'), 'U2').waitFor();
      await job('an iron gate')
        .getByText(/process \d+ takes over/)
        .waitFor();
      expect(submissions('an iron gate')).toHaveLength(1);

      await page.getByRole('button', { name: 'Restart' }).click();
      await page.getByText('ready to lead').waitFor();
      await page.getByRole('button', { name: 'Stop it' }).click();
      await vi.waitFor(() => expect(playground.bot.now()).toMatchObject({ state: 'ready', leads: true }), LONG);
    },
  );

  inBrowser('describes a picture that was dropped on the page, and one through the Apps menu', async (visitor) => {
    const { page } = visitor;
    const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#2a9d8f' } })
      .png()
      .toBuffer();
    const transfer = await page.evaluateHandle(`(async () => {
      const blob = await (await fetch('data:image/png;base64,${bytes.toString('base64')}')).blob();
      const given = new DataTransfer();
      given.items.add(new File([blob], 'teal.png', { type: 'image/png' }));
      return given;
    })()`);
    await page.dispatchEvent('.scroller', 'drop', { dataTransfer: transfer });
    await page.getByRole('group', { name: 'Command describe' }).getByText('teal.png').waitFor();
    await page.keyboard.press('Enter');
    const described = page.locator('discord-message').filter({ hasText: '1️⃣' });
    await described.waitFor();

    const grid = await imagine(visitor, 'a wax candle');
    await grid.hover();
    await grid.getByRole('button', { name: 'Apps' }).click();
    await page.getByRole('menuitem', { name: /describe/i }).click();
    await described.nth(1).waitFor();
  });

  inBrowser('finds buttons in rows of one kind each, none of which wraps on a desk', async (visitor) => {
    const prompt = 'a felt hat --ar 3:2';
    const grid = await imagine(visitor, prompt);
    await visitor.button(grid, 'U1').click();
    const single = visitor.message(prompt, 'Make Square');
    await single.waitFor();
    const ann = playground.discord.member('ann');
    const film = await (await ann.slash('video', { prompt: 'a felt film', image: await pictureFile() })).message();
    const described = await (await ann.slash('describe', { image: await pictureFile() })).message();
    const shown = (id: string) => visitor.page.locator(`#m${id}`);
    await visitor.button(shown(film.id), 'U4').waitFor();
    await visitor.button(shown(described.id), 'Imagine all').waitFor();
    const rowsOf = (message: Locator) =>
      message.locator('.row').evaluateAll((rows) =>
        rows.map((row) => ({
          lines: new Set([...row.children].map((one) => one.getBoundingClientRect().top)).size,
          buttons: row.children.length,
        })),
      );
    const layouts = await Promise.all([grid, single, shown(film.id), shown(described.id)].map(rowsOf));
    expect(layouts.map((rows) => rows.map(({ buttons }) => buttons))).toEqual([
      [5, 4, 4],
      [2, 3, 4, 5, 5],
      [4, 3],
      [5, 4],
    ]);
    expect(layouts.flat().filter(({ lines }) => lines > 1)).toEqual([]);
    await visitor.button(shown(film.id), 'Delete').click();
    await shown(film.id).waitFor({ state: 'detached' });
  });

  inBrowser('presses twice at once, and sees no job stay open because of the second press', async (visitor) => {
    const grid = await imagine(visitor, 'a twin candle');
    const messageId = (await grid.getAttribute('id'))?.slice(1) ?? '';
    const customId = (await visitor.button(grid, 'U4').getAttribute('data-custom-id')) ?? '';
    const { members, channels } = playground.guild.world;
    const gesture = { as: members[0]?.id, channelId: channels[0]?.id, kind: 'press', messageId, customId };
    const press = () =>
      fetch(new URL('api/gesture', playground.url), { method: 'POST', body: JSON.stringify(gesture) });
    await Promise.all([press(), press()]);
    await visitor.message('a twin candle', 'Custom Zoom').waitFor();
    const jobs = visitor.page.locator('.job').filter({ hasText: 'a twin candle' });
    // Of the second press the panel may see nothing: its record lives for milliseconds. What it sees comes to an end.
    await expect.poll(() => jobs.and(visitor.page.locator('.open')).count(), { timeout: 10_000 }).toBe(0);
    const meaning = await jobs.first().locator('.explained').last().getAttribute('title');
    expect(meaning).toMatch(/cost nothing|Nothing more to do/);
    expect(
      playground
        .relay()
        .submissions.filter(({ endpoint }) => endpoint === 'action')
        .at(-1)?.body,
    ).toMatchObject({
      customId: expect.stringContaining('upsample::4'),
    });
  });

  inBrowser('reads the bot’s log as sentences, and what an empty thread is for', async (visitor) => {
    const { page } = visitor;
    await visitor.tab('Log');
    const line = page.locator('.log-line').filter({ hasText: ' is ready: ' }).first();
    await line.getByText('info').waitFor();
    expect(await line.innerText()).not.toContain('{');
    await line.locator('summary').click();
    await line.getByText('"port"').waitFor();
    await page.getByRole('button', { name: 'A fox for the door' }).click();
    await page.getByText(/^A thread of #general/).waitFor();
  });

  inBrowser('switches the relay off and on, and to another kind', async (visitor) => {
    const { page, message, button } = visitor;
    let { processNumber } = playground.bot.now();
    const nextProcess = async () => {
      processNumber += 1;
      await vi.waitFor(() => expect(playground.bot.now()).toMatchObject({ state: 'ready', processNumber }), {
        timeout: 15_000,
      });
    };
    await page.getByRole('switch', { name: 'Relay down' }).click();
    await page.getByRole('switch', { name: 'Relay down', checked: true }).waitFor();
    await visitor.slash('imagine', 'a cork boat');
    await message('a cork boat').waitFor();
    await page.getByRole('switch', { name: 'Relay down' }).click();
    await button(message('a cork boat'), 'U2').waitFor();
    await page.getByRole('combobox', { name: 'Relay', exact: true }).selectOption('raw');
    await nextProcess();
    await page.getByRole('switch', { name: 'Lose callbacks' }).click();
    await page.getByRole('button', { name: /^Expire all/ }).click();
    await imagine(visitor, 'a bone flute');
    await visitor.tab('Relay');
    await page.locator('.exchange').filter({ hasText: '/mj/submit/imagine' }).first().waitFor();
    await visitor.tab('Store');
    await page.locator('.panel details').filter({ hasText: 'messages' }).first().waitFor();
    await playground.turn({ turn: 'loseCallbacks', to: false });
    for (const relay of ['one-hub', 'original']) {
      await page.getByRole('combobox', { name: 'Relay', exact: true }).selectOption(relay);
      await nextProcess();
      await imagine(visitor, `a paper kite by ${relay}`);
    }
    await page.getByRole('combobox', { name: 'Relay', exact: true }).selectOption('gateway');
    await nextProcess();
    // What was made before the relay was switched is still there.
    await button(message('a cork boat', 'U2'), 'U2').click();
    await message('a cork boat', 'Custom Zoom').waitFor();
  });

  inBrowser(
    'can do all of it on a phone',
    async (visitor) => {
      const { page, message } = visitor;
      const overflow = () => page.evaluate('document.documentElement.scrollWidth - innerWidth');
      await page.getByRole('button', { name: 'Channels' }).click();
      await page.getByRole('button', { name: 'posters' }).click();
      await page.getByRole('heading', { name: 'posters', exact: true }).waitFor();
      await imagine(visitor, 'a thimble');
      expect(await overflow()).toBe(0);
      const { width = 0 } = (await message('a thimble').boundingBox()) ?? {};
      expect(width).toBeLessThanOrEqual(390);
      await page.getByRole('button', { name: 'What happens underneath' }).click();
      await visitor.job('a thimble').waitFor();
      expect(await overflow()).toBe(0);
      expect(await findingsOf(page)).toEqual([]);
    },
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  );
});

describe('the playground', () => {
  const ask = (headers: Record<string, string>, path = '/') =>
    new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(playground.url);
      request({ hostname, port, path, headers }, (response) => resolve(response.resume().statusCode))
        .once('error', reject)
        .end();
    });

  it('answers at its own address only, so that no other page can use it', async () => {
    const { host, origin } = new URL(playground.url);
    expect(await ask({ host })).toBe(200);
    expect(await ask({ host, origin })).toBe(200);
    expect(await ask({ host: 'evil.example' })).toBe(403);
    expect(await ask({ host, origin: 'https://evil.example' }, '/api/store')).toBe(403);
    expect(await ask({ host }, '/../playground.ts')).toBe(404);
  });

  it('never shows an interaction’s token or the secret of the callback address', async () => {
    const ann = playground.discord.member('ann');
    const handle = await ann.slash('imagine', { prompt: 'a secret door' });
    await vi.waitFor(() => expect(submissions('a secret door')).toHaveLength(1), { timeout: 10_000 });
    const store = await (await fetch(new URL('api/store', playground.url))).text();
    expect(store).toContain('a secret door');
    expect(store).not.toContain(handle.token);
    const events = await fetch(new URL('api/events', playground.url));
    const first = await events.body?.getReader().read();
    const told = Buffer.from(first?.value ?? []).toString();
    expect(told).toContain('"kind":"hello"');
    expect(told).not.toContain(handle.token);
    expect(told).not.toMatch(/notify\/[\w-]{20}/);
  });

  it('refuses what makes no sense with a sentence', async () => {
    const post = (path: string, body: unknown) =>
      fetch(new URL(path, playground.url), { method: 'POST', body: JSON.stringify(body) });
    expect((await post('api/turn', { turn: 'up' })).status).toBe(400);
    const { members, channels } = playground.guild.world;
    const nowhere = { as: members[0]?.id, channelId: channels[0]?.id, kind: 'press', messageId: '1', customId: 'x' };
    const refused = await post('api/gesture', nowhere);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({ error: 'that message is gone' });
  });

  it('prints its address, and leaves nothing behind', { timeout: LONG }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'playground-test-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const { PATH, SystemRoot } = process.env;
    const child = spawn(process.execPath, [fileURLToPath(new URL('index.ts', import.meta.url))], {
      env: { PATH, SystemRoot, TMPDIR: folder, TEMP: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    await vi.waitFor(() => expect(said).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\n/), { timeout: 30_000 });
    const [address = ''] = /http:\S+/.exec(said) ?? [];
    expect(await (await fetch(address)).text()).toContain('<title>Darkroom playground</title>');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(await readdir(folder)).toEqual([]);
  });
});
