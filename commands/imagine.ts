import { everywhere, type Handler } from '../src/discord/handler.ts';
import { givenText, makeOfText } from '../src/discord/input/given-text.ts';
import { imagePrompts, imagineOptions, promptChoices } from '../src/discord/input/imagine-options.ts';
import { renderWithText } from '../src/discord/render/text-refusal.ts';
import { imagineOf } from '../src/domain/job/given-text.ts';
import { isPrivate } from '../src/domain/prompt/defaults.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.imagine;

/** `/imagine` makes a grid of four pictures from a prompt, or several grids. */
export default {
  command: {
    spends: true,
    data: { name: 'imagine', description, ...everywhere, options: [...imagineOptions] },
    async execute(interaction, context) {
      const { responder, store, words } = context;
      const { options, user } = interaction;
      const text = options.getString('prompt', true);
      const images: string[] = [];
      for (const source of imagePrompts(interaction, words)) {
        if ('refusal' in source) return responder.tell(renderWithText(source.refusal, text));
        images.push(source.url);
      }
      const settings = await store.members.settings(user.id);
      const hidden = isPrivate(options.getBoolean('private'), settings);
      const purpose = imagineOf(hidden, { choices: promptChoices(interaction), images });
      await makeOfText(givenText(interaction, text, purpose), interaction, context, { settings });
    },
  },
} satisfies Handler;
