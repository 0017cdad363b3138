import { everywhere, type Handler } from '../src/discord/handler.ts';
import { beginDraft, draftImagine } from '../src/discord/input/imagine-draft.ts';
import { imagePrompts, imagineOptions, promptChoices } from '../src/discord/input/imagine-options.ts';
import { isPrivate } from '../src/domain/prompt/defaults.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.imagine;

/** `/imagine` makes a grid of four pictures from a prompt, or several grids. */
export default {
  command: {
    data: { name: 'imagine', description, ...everywhere, options: [...imagineOptions] },
    async execute(interaction, context) {
      const { responder, store, words } = context;
      const { options, user } = interaction;
      const images: string[] = [];
      for (const source of imagePrompts(interaction, words)) {
        if ('refusal' in source) return responder.tell(source.refusal);
        images.push(source.url);
      }
      const settings = await store.members.settings(user.id);
      const hidden = isPrivate(options.getBoolean('private'), settings);
      const choices = promptChoices(interaction);
      const input = { text: options.getString('prompt', true), choices, images, hidden, settings };
      const draft = draftImagine(interaction, input, words);
      if (typeof draft === 'string') return responder.tell(draft);
      await beginDraft(draft, interaction, context);
    },
  },
} satisfies Handler;
