import type { Message } from '../../emulator/discord/types.ts';
import { fieldsOf } from '../../emulator/discord/validate/modal.ts';
import { check } from './deviation.ts';
import type { Driver } from './driver.ts';
import { kilobytes, writtenIn } from './message-lines.ts';
import { nearestQuarter, type PictureFolder } from './saved-pictures.ts';
import type { Demo } from './setup.ts';
import type { Transcript } from './transcript.ts';

export type StoryParts = {
  readonly demo: Demo;
  readonly driver: Driver;
  readonly transcript: Transcript;
  readonly pictureFolder: PictureFolder;
};

const FOX = 'a red fox on a hill, teal morning light --ar 3:2';
const LIGHTHOUSE = 'indigo night above the sea, a lighthouse in golden light';

/** The story that the demo plays. Throws Deviation as soon as something goes otherwise. */
export async function tellStory({ demo, driver, transcript, pictureFolder }: StoryParts): Promise<void> {
  const { discord, relay, bot } = demo;
  const [ann, ben, cleo] = [discord.member('ann'), discord.member('ben'), discord.member('cleo')];

  async function keep(message: Message, name: string) {
    const picture = await pictureFolder.save(message, name);
    transcript.aside(
      `saved as ${picture.file}: ${picture.width} × ${picture.height}, ${kilobytes(picture.bytes.length)}`,
    );
    return picture.bytes;
  }

  async function fourPictures() {
    transcript.scene('Four pictures from words');
    const message = await driver.shown(await driver.slash(ann, FOX));
    const { taskId } = await driver.submission('imagine');
    await driver.progress(message, taskId, 16, 47, 78);
    relay.finish(taskId);
    await driver.finished(message);
    return { message, bytes: await keep(message, 'grid') };
  }

  async function onePicture(grid: Message, sheet: Buffer): Promise<Message> {
    transcript.scene('One press, one charge');
    const message = await driver.shown(await driver.press(ann, grid, 'U2'));
    const { taskId } = await driver.submission('action');
    await driver.progress(message, taskId, 47);
    const early = await driver.shown(await driver.press(ben, grid, 'U2'));
    check(
      points(early, 'is already being made', message),
      'Ben should have been told that U2 is being made, and where.',
    );
    relay.finish(taskId);
    await driver.finished(message);
    const picture = await keep(message, 'u2');
    check((await nearestQuarter(sheet, picture)) === 2, 'U2 is not the second picture of the grid.');
    transcript.aside('it is the grid’s second picture, the one at the top right');
    const late = await driver.shown(await driver.press(cleo, grid, 'U2'));
    check(points(late, 'already exists', message), 'Cleo should have been told that U2 exists, and where.');
    driver.nothingMore('Pressing U2 again was charged again.');
    transcript.aside('three pressed U2; the relay was asked once');
    return message;
  }

  async function customZoom(single: Message): Promise<void> {
    transcript.scene('A button that asks first');
    const press = await driver.press(ann, single, 'Custom Zoom');
    const modal = await driver.promised(press.modal(), 'Custom Zoom should have opened a modal.');
    transcript.modal(modal);
    const prompt = fieldsOf(modal.components).find(({ custom_id }) => custom_id.startsWith('prompt'));
    check(writtenIn(prompt) === FOX, 'The modal should have been filled in with the prompt.');
    const message = await driver.shown(
      await driver.submit(ann, press, 'changes the zoom factor to 1.5 and submits', { zoom: '1.5' }),
    );
    const { taskId, body } = await driver.submission('action', 'modal');
    check(
      typeof body === 'object' && body !== null && 'prompt' in body && body.prompt === `${FOX} --zoom 1.5`,
      'The relay should have been given the prompt with --zoom 1.5.',
    );
    await driver.progress(message, taskId, 47);
    relay.finish(taskId);
    await driver.finished(message);
    await keep(message, 'custom-zoom');
  }

  async function killed(): Promise<void> {
    transcript.scene('The plug is pulled');
    const message = await driver.shown(await driver.slash(ben, LIGHTHOUSE));
    const { taskId } = await driver.submission('imagine');
    await driver.progress(message, taskId, 16, 47);
    await bot.kill();
    transcript.aside('SIGKILL: the bot’s process is gone, without a last word');
    relay.progress(taskId, 78);
    relay.finish(taskId);
    transcript.aside('the relay has not noticed; it goes on, and finishes the pictures');
    check(message.components.length === 0, 'The message was finished although no bot was running.');
    transcript.aside('the bot is started again');
    transcript.aside(`it runs as process ${await bot.start()}`);
    await driver.finished(message);
    await keep(message, 'after-the-kill');
    const answers = discord
      .messages()
      .filter(({ ephemeral, interactionId }) => !ephemeral && interactionId === message.interactionId);
    check(answers.length === 1, 'The result came in another message.');
    driver.nothingMore('The job was submitted again after the kill.');
    transcript.aside(`the same ${transcript.numberOf(message.id)}; the relay’s ledger shows one submission for it`);
  }

  async function oldButton(grid: Message): Promise<void> {
    transcript.scene('A button from before the kill');
    const message = await driver.shown(await driver.press(cleo, grid, 'V3'));
    const { taskId } = await driver.submission('action');
    await driver.progress(message, taskId, 47);
    relay.finish(taskId);
    await driver.finished(message);
    await keep(message, 'v3');
  }

  const { message: grid, bytes } = await fourPictures();
  await customZoom(await onePicture(grid, bytes));
  await killed();
  await oldButton(grid);
}

/** Whether an answer that only one member sees says this about that message. */
function points({ content, ephemeral }: Message, what: string, { channelId, id }: Message): boolean {
  return ephemeral && content.includes(what) && content.endsWith(`/${channelId}/${id}`);
}
