import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { readArguments } from './arguments.ts';
import { check, Deviation } from './deviation.ts';
import { createDriver } from './driver.ts';
import { createPictureFolder } from './saved-pictures.ts';
import { openDemo } from './setup.ts';
import { tellStory } from './story.ts';
import { sumUp } from './summary.ts';
import { createTranscript } from './transcript.ts';

/** Longest the demo may take, in ms, on a machine that has much else to do. */
const PATIENCE = 60_000;
const LAST_WORDS = 8;

const { relay, folder } = argumentsOrLeave();
const began = Date.now();
const transcript = createTranscript((text) => process.stdout.write(text));
const pictureFolder = createPictureFolder(resolve(folder));
let isLeaving = false;
const demo = await openDemo({ relay, onEvent: transcript.onEvent, onUnexpectedEnd: (error) => void fail(error) });

process.once('exit', demo.bot.killNow);
process.stdout.on('error', () => void leave(1));
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const) {
  process.on(signal, () => void leave(128 + number));
}
const patience = setTimeout(
  () => void fail(new Deviation(`It took longer than ${PATIENCE / 1000} seconds.`)),
  PATIENCE,
);

try {
  await run();
  await leave(0);
} catch (error) {
  await fail(error);
}

function argumentsOrLeave() {
  try {
    return readArguments(process.argv.slice(2), fileURLToPath(new URL('../../../demo-pictures', import.meta.url)));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function run(): Promise<void> {
  transcript.title('Darkroom, played for you.');
  transcript.line('The bot as it is, between a Discord and a relay that are emulated on this machine:');
  transcript.line('no account, no network. Its members are ann, ben and cleo; this is #general.');
  const driver = createDriver(demo, transcript);
  transcript.aside(`the bot runs as process ${await demo.bot.start()}`);
  await tellStory({ demo, driver, transcript, pictureFolder });
  check((await demo.bot.stop()) === 0, 'The bot did not stop cleanly.');
  const sum = sumUp(demo, driver, pictureFolder);

  transcript.scene('The sum');
  for (const line of sum) transcript.line(`  ${line}`);
  transcript.line(`  the pictures are in ${pictureFolder.folder}`);
  transcript.line();
  transcript.line(
    styleText(['bold', 'green'], `All as promised, in ${((Date.now() - began) / 1000).toFixed(1)} seconds.`),
  );
}

async function fail(error: unknown): Promise<void> {
  if (isLeaving) return;
  const isOurs = error instanceof Deviation;
  const said = demo.bot.log.slice(-LAST_WORDS).map((line) => `  ${line}\n`);
  process.stderr.write(`\nThe demo failed. ${isOurs ? error.message : String(error)}\n`);
  if (isOurs && error.cause instanceof Error) process.stderr.write(`(${error.cause.message})\n`);
  if (said.length > 0) process.stderr.write(`The bot’s last words:\n${said.join('')}`);
  await leave(1);
}

async function leave(code: number): Promise<void> {
  if (isLeaving) return;
  isLeaving = true;
  clearTimeout(patience);
  await demo.close();
  process.exit(code);
}
