import type { ButtonInteraction, MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { givenText, makeOfText } from '../../src/discord/input/given-text.ts';
import {
  actionGesture,
  buttonAt,
  buttonOfModal,
  type Pressed,
  windowPurpose,
} from '../../src/discord/input/pressed-button.ts';
import { paintModal, readPainted } from '../../src/discord/input/region/modal.ts';
import { paintedIn, pictureSources, redrawRegion } from '../../src/discord/input/region/region.ts';
import { decodeState, type RegionState, regionChoice } from '../../src/discord/input/region/state.ts';
import { asImagine } from '../../src/discord/input/spending.ts';
import { regionId } from '../../src/discord/render/custom-ids.ts';
import { promptModal, readPrompt } from '../../src/discord/render/modal.ts';
import { renderWithText } from '../../src/discord/render/text-refusal.ts';
import { areas, cellsIn, cellsOf, invert, maskOf, toggle } from '../../src/domain/pictures/region.ts';

/** What a component of a picker stands for, with the button that opened the picker. Null when either is not known. */
async function readComponent(interaction: MessageComponentInteraction | ModalSubmitInteraction, context: Context) {
  const component = decodeState(interaction.customId);
  if (!component) return null;
  const { messageId, index } = component.state;
  const pressed = interaction.isModalSubmit()
    ? await buttonOfModal(interaction, messageId, String(index), context)
    : await buttonAt(messageId, String(index), context.store);
  return pressed ? { ...component, pressed } : null;
}

/** The chosen cells after the press of a button. */
function cellsAfter(verb: string, { grid, cells }: RegionState): readonly number[] {
  const area = areas.find((name) => name === verb);
  if (area) return toggle(cells, cellsIn(area, grid));
  return verb === 'invert' ? invert(cells, grid) : [];
}

async function pressButton(interaction: ButtonInteraction, context: Context): Promise<void> {
  const { askFor, responder, words } = context;
  const component = await readComponent(interaction, context);
  if (!component) return responder.tell(words.replies.buttonsExpired);
  const { state, verb, pressed } = component;
  const { request } = actionGesture(pressed, false);
  if (verb === 'paint') return askFor(request, paintModal(interaction.customId, words));
  if (verb === 'go') {
    const { prompt } = pressed.record;
    const { regionTitle: title, prompt: label } = words.modals;
    return askFor(request, promptModal({ customId: interaction.customId, title, label, value: prompt, words }));
  }
  const next = { ...state, cells: cellsAfter(verb, state), painted: false };
  await redrawRegion(interaction.message, pressed, next, null, context);
}

/** Whether only one member sees the message with the picture. (Only one ever sees the picker.) */
async function isPrivate({ record }: Pressed, { engine }: Context): Promise<boolean> {
  return (await engine.job(record.jobId))?.private ?? false;
}

/**
 * The picker of Vary (Region): the member chooses cells, areas or a painted copy, then writes the prompt, then the job begins.
 * relay-button.ts opens the picker.
 */
export default {
  button: { prefix: regionId.prefix, spends: asImagine, press: pressButton },
  select: {
    prefix: regionId.prefix,
    async choose(interaction, context) {
      const component = await readComponent(interaction, context);
      if (!component) return context.responder.tell(context.words.replies.buttonsExpired);
      const cells = cellsOf(component.state.grid).filter((cell) => interaction.values.includes(String(cell)));
      const next = { ...component.state, cells, painted: false };
      await redrawRegion(interaction.message, component.pressed, next, null, context);
    },
  },
  modal: {
    prefix: regionId.prefix,
    spends: asImagine,
    async submit(interaction, context) {
      const { responder, engine, words } = context;
      const component = await readComponent(interaction, context);
      if (!component) return responder.tell(words.replies.buttonsExpired);
      const { state, verb, pressed } = component;
      const picker = interaction.message;
      if (verb === 'paint') {
        const painted = readPainted(interaction);
        if (!painted) return responder.tell(words.region.trouble.notMedia);
        const next = { ...state, cells: [], painted: true };
        return redrawRegion(picker, pressed, next, painted.url, context);
      }
      const text = readPrompt(interaction.fields);
      const [pictureUrl] = await pictureSources(picker, pressed, engine);
      if (!pictureUrl) return responder.tell(renderWithText(words.region.trouble.missing, text));
      const choice = regionChoice(state, paintedIn(picker));
      const mask = choice && maskOf(choice, pictureUrl);
      if (!mask) return responder.tell(renderWithText(words.region.nothingChosen, text));
      const purpose = windowPurpose(pressed, await isPrivate(pressed, context), mask);
      await makeOfText(givenText(interaction, text, purpose), interaction, context);
    },
  },
} satisfies Handler;
