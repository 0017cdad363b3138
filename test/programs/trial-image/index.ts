import { createDiscord } from '../../emulator/discord/server.ts';
import { createRelay } from '../../emulator/relay/server.ts';
import { TrialEnd } from './command.ts';
import { findContainers } from './containers.ts';
import { tryImage } from './trial.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const discord = await createDiscord();
const relay = await createRelay({ taskMs: 60, pictureSize: 64, previews: false });
try {
  await tryImage({ containers: await findContainers(say), discord, relay, say });
  say('The image does what it promises.');
} catch (error) {
  if (!(error instanceof TrialEnd)) throw error;
  say(error.message);
  process.exitCode = 1;
} finally {
  await Promise.all([discord.close(), relay.close()]);
}
