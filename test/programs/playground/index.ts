import { styleText } from 'node:util';
import { openPlayground } from './playground.ts';

const [, , port = '0'] = process.argv;
let isLeaving = false;
process.stdout.write('Darkroom’s playground: building the page and starting the bot…\n');
const playground = await openPlayground({ port: Number(port) });

process.once('exit', playground.killNow);
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const) {
  process.on(signal, () => void leave(128 + number));
}

const { state, note } = playground.bot.now();
if (state !== 'ready') process.stderr.write(`The bot did not start: ${note?.detail ?? ''}\n`);
process.stdout.write(`\n  ${styleText('bold', playground.url)}\n\n`);
process.stdout.write(
  'Open that address in a browser. Everything runs on this machine; Ctrl+C ends it and leaves nothing behind.\n',
);

async function leave(code: number): Promise<void> {
  if (isLeaving) return;
  isLeaving = true;
  await playground.close();
  process.exit(code);
}
