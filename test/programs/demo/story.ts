import type { Message } from '../../emulator/discord/types.ts';
import { fieldsOf } from '../../emulator/discord/validate/modal.ts';
import { check } from './deviation.ts';
import type { Director } from './director.ts';
import { kilobytes, writtenIn } from './message-lines.ts';
import { type Album, nearestQuarter } from './seen-pictures.ts';
import type { Stage } from './setup.ts';
import type { Transcript } from './transcript.ts';

export type Crew = {
  readonly stage: Stage;
  readonly director: Director;
  readonly transcript: Transcript;
  readonly album: Album;
};

const FOX = 'a red fox on a hill, teal morning light --ar 3:2';
const LIGHTHOUSE = 'indigo night above the sea, a lighthouse in golden light';

/** The story that the demo plays. Throws Deviation as soon as something goes otherwise. */
export async function walk({ stage, director, transcript, album }: Crew): Promise<void> {
  const { discord, relay, bot } = stage;
  const [ann, ben, cleo] = [discord.member('ann'), discord.member('ben'), discord.member('cleo')];

  async function keep(message: Message, name: string) {
    const print = await album.save(message, name);
    transcript.aside(`saved as ${print.file}: ${print.width} × ${print.height}, ${kilobytes(print.bytes.length)}`);
    return print.bytes;
  }

  async function fourPictures() {
    transcript.scene('Four pictures from words');
    const message = await director.shown(await director.slash(ann, FOX));
    const { taskId } = await director.submission('imagine');
    await director.progress(message, taskId, 16, 47, 78);
    relay.finish(taskId);
    await director.finished(message);
    return { message, bytes: await keep(message, 'grid') };
  }

  async function onePicture(grid: Message, sheet: Buffer): Promise<Message> {
    transcript.scene('One press, one charge');
    const message = await director.shown(await director.press(ann, grid, 'U2'));
    const { taskId } = await director.submission('action');
    await director.progress(message, taskId, 47);
    const early = await director.shown(await director.press(ben, grid, 'U2'));
    check(
      points(early, 'is already being made', message),
      'Ben should have been told that U2 is being made, and where.',
    );
    relay.finish(taskId);
    await director.finished(message);
    const picture = await keep(message, 'u2');
    check((await nearestQuarter(sheet, picture)) === 2, 'U2 is not the second picture of the grid.');
    transcript.aside('it is the grid’s second picture, the one at the top right');
    const late = await director.shown(await director.press(cleo, grid, 'U2'));
    check(points(late, 'already exists', message), 'Cleo should have been told that U2 exists, and where.');
    director.nothingMore('Pressing U2 again was charged again.');
    transcript.aside('three pressed U2; the relay was asked once');
    return message;
  }

  async function customZoom(single: Message): Promise<void> {
    transcript.scene('A button that asks first');
    const press = await director.press(ann, single, 'Custom Zoom');
    const modal = await director.promised(press.modal(), 'Custom Zoom should have opened a modal.');
    transcript.modal(modal);
    const prompt = fieldsOf(modal.components).find(({ custom_id }) => custom_id.startsWith('prompt'));
    check(writtenIn(prompt) === FOX, 'The modal should have been filled in with the prompt.');
    const message = await director.shown(
      await director.submit(ann, press, 'changes the zoom factor to 1.5 and submits', { zoom: '1.5' }),
    );
    const { taskId, body } = await director.submission('action', 'modal');
    check(
      typeof body === 'object' && body !== null && 'prompt' in body && body.prompt === `${FOX} --zoom 1.5`,
      'The relay should have been given the prompt with --zoom 1.5.',
    );
    await director.progress(message, taskId, 47);
    relay.finish(taskId);
    await director.finished(message);
    await keep(message, 'custom-zoom');
  }

  async function killed(): Promise<void> {
    transcript.scene('The plug is pulled');
    const message = await director.shown(await director.slash(ben, LIGHTHOUSE));
    const { taskId } = await director.submission('imagine');
    await director.progress(message, taskId, 16, 47);
    await bot.kill();
    transcript.aside('SIGKILL: the bot’s process is gone, without a last word');
    relay.progress(taskId, 78);
    relay.finish(taskId);
    transcript.aside('the relay has not noticed; it goes on, and finishes the pictures');
    check(message.attachments.length === 0, 'The message was finished although no bot was running.');
    transcript.aside('the bot is started again');
    transcript.aside(`it runs as process ${await bot.start()}`);
    await director.finished(message);
    await keep(message, 'after-the-kill');
    const answers = discord
      .messages()
      .filter(({ ephemeral, interactionId }) => !ephemeral && interactionId === message.interactionId);
    check(answers.length === 1, 'The result came in another message.');
    director.nothingMore('The job was submitted again after the kill.');
    transcript.aside(`the same ${transcript.numberOf(message.id)}; the relay’s ledger shows one submission for it`);
  }

  async function oldButton(grid: Message): Promise<void> {
    transcript.scene('A button from before the kill');
    const message = await director.shown(await director.press(cleo, grid, 'V3'));
    const { taskId } = await director.submission('action');
    await director.progress(message, taskId, 47);
    relay.finish(taskId);
    await director.finished(message);
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
