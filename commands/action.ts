import { ApplicationCommandOptionType, type AutocompleteInteraction } from 'discord.js';
import { type Context, everywhere, type Handler } from '../src/discord/handler.ts';
import { buttonAt } from '../src/discord/input/pressed-button.ts';
import { openRegion } from '../src/discord/input/region/region.ts';
import { buttonsOf, findResult, ifVisible, isSecretTask, picturesOf } from '../src/discord/lookup/find-result.ts';
import { CHOICE_MAX, choiceOf } from '../src/discord/render/choice.ts';
import { plain } from '../src/discord/render/escape.ts';
import type { Choice } from '../src/discord/responder.ts';
import { classify, isWellFormed } from '../src/domain/buttons/action.ts';
import { withoutMark } from '../src/domain/buttons/change.ts';
import { isReserved } from '../src/domain/job/echo.ts';
import { en } from '../src/text/en/index.ts';

const { description, options: texts } = en.commands.action;
const { Boolean: Switch, String: Text } = ApplicationCommandOptionType;

/** The member's own newest tasks, as choices. */
async function taskChoices({ user }: AutocompleteInteraction, { store }: Context): Promise<readonly Choice[]> {
  return (await store.members.recent(user.id)).map(choiceOf);
}

/** The buttons of the task that the member has typed, as choices: from the store, else from the relay. */
async function buttonChoices(interaction: AutocompleteInteraction, context: Context): Promise<readonly Choice[]> {
  const taskId = interaction.options.getString('task_id')?.trim();
  if (!taskId) return [];
  const found = await findResult({ kind: 'task', taskId }, interaction, context);
  if (found === 'hidden' || found === 'several') return [];
  const peek = async (id: string) => ifVisible(await context.peekTask(id), interaction, context);
  const offered = (found && buttonsOf(found)) ?? (await peek(taskId))?.buttons ?? [];
  return offered
    .filter(({ customId }) => customId.length <= CHOICE_MAX)
    .map(({ customId, label, emoji }) => ({
      name: plain(label || classify(customId).label || emoji || customId, CHOICE_MAX),
      value: customId,
    }));
}

/** `/action` submits an action as the member wrote it, for buttons that nobody can press any more. */
export default {
  command: {
    spends: true,
    needs: 'action',
    data: {
      name: 'action',
      description,
      ...everywhere,
      options: [
        {
          type: Text,
          name: 'task_id',
          description: texts.task_id,
          required: true,
          max_length: CHOICE_MAX,
          autocomplete: true,
        },
        {
          type: Text,
          name: 'custom_id',
          description: texts.custom_id,
          required: true,
          max_length: 255,
          autocomplete: true,
        },
        { type: Switch, name: 'same_channel', description: texts.same_channel },
        { type: Text, name: 'state', description: texts.state, max_length: 255 },
      ],
    },
    async execute(interaction, context) {
      const { options } = interaction;
      const { responder, begin, store, words } = context;
      const taskId = options.getString('task_id', true).trim();
      const typed = options.getString('custom_id', true).trim();
      const state = options.getString('state')?.trim();
      if (!/^[\w-]+$/.test(taskId)) return responder.tell(words.replies.badTaskId);
      if (state && isReserved(state)) return responder.tell(words.replies.badState);
      const found = await findResult({ kind: 'task', taskId }, interaction, context);
      const isHidden = found === 'hidden' || (!found && (await isSecretTask(taskId, interaction, context)));
      if (isHidden || found === 'several') return responder.tell(words.lookup.unknownTask);
      const record = found?.record;
      const parent = record?.place;
      // The id that Midjourney has for a button means that button, whichever way it goes at this relay.
      const index = record?.buttons.findIndex((button) => withoutMark(button.customId) === withoutMark(typed)) ?? -1;
      const customId = record?.buttons[index]?.customId ?? typed;
      // A button that a message of ours shows is the relay's own, whatever it looks like.
      if (index < 0 && !isWellFormed(customId)) return responder.tell(words.replies.badCustomId);
      const pressed = record && (await buttonAt(record.place.messageId, String(index), store));
      if (pressed && classify(customId).class === 'varyRegion') return openRegion(null, pressed, context);
      await begin({
        request: { kind: 'action', taskId, customId, chooseSameChannel: options.getBoolean('same_channel') ?? true },
        prompt: picturesOf(found?.job)?.prompt || record?.prompt || '',
        ...(parent && { parent }),
        ...(state && { state }),
      });
    },
    async complete(interaction, context) {
      const { name, value } = interaction.options.getFocused(true);
      const choices =
        name === 'task_id' ? await taskChoices(interaction, context) : await buttonChoices(interaction, context);
      const typed = value.trim().toLowerCase();
      return choices.filter((choice) => `${choice.name} ${choice.value}`.toLowerCase().includes(typed));
    },
  },
} satisfies Handler;
