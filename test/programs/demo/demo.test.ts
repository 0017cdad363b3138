import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, onTestFinished, test, vi } from 'vitest';

const DEMO = fileURLToPath(new URL('index.ts', import.meta.url));
const LONG = { timeout: 60_000 };

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-pictures-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the demo as a member of staff would, pictures into `folder`; its own temporary files into `tmp`. */
function runDemo(folder: string, tmp: string, ...args: readonly string[]) {
  const { PATH, SystemRoot } = process.env;
  const child = spawn(process.execPath, [DEMO, ...args, folder], {
    env: { PATH, SystemRoot, TMPDIR: tmp, TEMP: tmp },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGTERM'));
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  return { child, said };
}

async function codeOf(child: ChildProcess): Promise<unknown> {
  const [code] = await once(child, 'close');
  return code;
}

/** The process ids of every bot it started. */
function botsOf(out: string): number[] {
  return [...out.matchAll(/runs as process (\d+)/g)].map(([, pid]) => Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** 48 by 48 pixels of a picture, or of one quarter of it, counted as U1 to U4 are. */
async function glance(bytes: Buffer, quarter?: number): Promise<Buffer> {
  const { width, height } = await sharp(bytes).metadata();
  const [half, low] = [width / 2, height / 2];
  const box =
    quarter === undefined
      ? { left: 0, top: 0, width, height }
      : { left: quarter % 2 === 0 ? half : 0, top: quarter > 2 ? low : 0, width: half, height: low };
  const cut = await sharp(bytes).extract(box).png().toBuffer();
  return sharp(cut).resize(48, 48, { fit: 'fill' }).removeAlpha().raw().toBuffer();
}

function difference(one: Buffer, other: Buffer): number {
  return one.reduce((sum, value, n) => sum + Math.abs(value - (other[n] ?? 0)), 0) / one.length;
}

test('the demo plays its whole story, saves the pictures and leaves nothing behind', LONG, async () => {
  const [folder, tmp] = [await emptyFolder(), await emptyFolder()];
  const { child, said } = runDemo(folder, tmp);
  const code = await codeOf(child);
  expect(said.err).toBe('');
  expect(code).toBe(0);

  expect(said.out).toContain('8 gestures, 6 relay submissions (none twice), 5 pictures shown');
  expect(said.out).toContain(`the pictures are in ${folder}`);
  expect(said.out).toContain('  [ U1 ][ U2 ][ U3 ][ U4 ][ 🔄 ]\n  [ V1 ][ V2 ][ V3 ][ V4 ]\n');
  expect(said.out).toContain('┃ ▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱ 47%');
  expect(said.out).toContain('only ben sees it\n  U2 is already being made: message 3\n');
  expect(said.out).toContain('only cleo sees it\n  U2 already exists: message 3\n');
  expect(said.out).toMatch(/All as promised, in \d+\.\d seconds\.\n$/);
  // Nobody is at a terminal here, so there are no colours.
  expect(said.out).not.toContain('\u001b');

  const files = (await readdir(folder)).sort();
  expect(files).toEqual(['1-grid.webp', '2-u2.png', '3-custom-zoom.webp', '4-after-the-kill.webp', '5-v3.webp']);
  for (const file of files) {
    const { width, format } = await sharp(join(folder, file)).metadata();
    expect(width).toBeGreaterThanOrEqual(1024);
    expect(file.endsWith(`.${format}`)).toBe(true);
  }
  const [grid, single] = await Promise.all(['1-grid.webp', '2-u2.png'].map((file) => readFile(join(folder, file))));
  if (!grid || !single) throw new Error('there are no pictures');
  const wanted = await glance(single);
  const [first, topRight, ...lower] = await Promise.all(
    [1, 2, 3, 4].map(async (quarter) => difference(wanted, await glance(grid, quarter))),
  );
  expect(topRight).toBeLessThan(5);
  for (const other of [first, ...lower]) expect(other).toBeGreaterThan(10);

  expect(botsOf(said.out)).toHaveLength(2);
  expect(botsOf(said.out).filter(isAlive)).toEqual([]);
  expect(await readdir(tmp)).toEqual([]);
});

test('a demo that goes wrong says what, ends with 1 and leaves nothing behind', LONG, async () => {
  const tmp = await emptyFolder();
  const file = join(await emptyFolder(), 'in-the-way');
  await writeFile(file, '');
  const { child, said } = runDemo(file, tmp);
  expect(await codeOf(child)).toBe(1);
  expect(said.err).toContain(`\nThe demo failed. The pictures cannot be saved in ${file}.\n`);
  expect(said.out).not.toContain('All as promised');
  expect(botsOf(said.out)).toHaveLength(1);
  expect(botsOf(said.out).filter(isAlive)).toEqual([]);
  expect(await readdir(tmp)).toEqual([]);
});

test.each(['one-hub', 'raw'])('the story can be played on a %s relay, too', LONG, async (relay) => {
  const { child, said } = runDemo(await emptyFolder(), await emptyFolder(), '--relay', relay);
  expect([await codeOf(child), said.err]).toEqual([0, '']);
  expect(said.out).toContain('6 relay submissions (none twice), 5 pictures shown');
});

test('whoever names another relay is told which there are', async () => {
  const { child, said } = runDemo(await emptyFolder(), await emptyFolder(), '--relay', 'mine');
  expect([await codeOf(child), said.err]).toEqual([1, '--relay is one of gateway, raw, one-hub, not mine.\n']);
});

test('Ctrl-C ends the demo and its bot', LONG, async () => {
  const [folder, tmp] = [await emptyFolder(), await emptyFolder()];
  const { child, said } = runDemo(folder, tmp);
  await vi.waitFor(() => expect(said.out).toContain('47%'), 30_000);
  child.kill('SIGINT');
  expect(await codeOf(child)).toBe(130);
  expect(said.err).toBe('');
  expect(botsOf(said.out)).toHaveLength(1);
  expect(botsOf(said.out).filter(isAlive)).toEqual([]);
  expect(await readdir(tmp)).toEqual([]);
});
