import { ApplicationCommandOptionType } from 'discord.js';
import { noticesId } from '../src/discord/custom-ids.ts';
import type { Context, Handler } from '../src/discord/handler.ts';
import { en } from '../src/text/en.ts';

const { description, options } = en.commands.notices;

async function choose(memberId: string, notices: boolean, { answer, store, words }: Context): Promise<void> {
  await store.members.putSettings(memberId, { ...(await store.members.settings(memberId)), notices });
  await answer.tell(notices ? words.replies.noticesOn : words.replies.noticesOff);
}

/** Whether a member is mentioned when a job that took long is ready. */
export default {
  command: {
    data: {
      name: 'notices',
      description,
      options: [{ type: ApplicationCommandOptionType.Boolean, name: 'on', description: options.on, required: true }],
    },
    execute: (interaction, context) => choose(interaction.user.id, interaction.options.getBoolean('on', true), context),
  },
  button: {
    prefix: noticesId.prefix,
    press: (interaction, context) =>
      choose(interaction.user.id, noticesId.decode(interaction.customId)?.[0] !== 'off', context),
  },
} satisfies Handler;
