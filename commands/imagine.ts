import type { ChatInputCommandInteraction } from 'discord.js';
import { draftRefusal, gesturesOf } from '../src/discord/draft-gestures.ts';
import type { Context, Handler } from '../src/discord/handler.ts';
import { imagePrompts, imagineOptions, promptChoices } from '../src/discord/imagine-options.ts';

import { everywhere } from '../src/discord/reach.ts';
import { renderConfirmation } from '../src/discord/render/many.ts';
import { isPrivate } from '../src/domain/defaults.ts';
import { JOBS_MAX, planImagine } from '../src/domain/plan.ts';
import { en } from '../src/text/en.ts';

const { description } = en.commands.imagine;

/** What the member asks for, or why it is not made; throws UserError for flags that make no sense. */
async function draftOf(interaction: ChatInputCommandInteraction, { store, words }: Context) {
  const sources = imagePrompts(interaction, words);
  const images: string[] = [];
  for (const source of sources) {
    if ('refusal' in source) return source.refusal;
    images.push(source.url);
  }
  const settings = await store.members.settings(interaction.user.id);
  const plan = planImagine(interaction.options.getString('prompt', true), promptChoices(interaction), settings);
  switch (plan.kind) {
    case 'empty':
      return words.replies.emptyPrompt;
    case 'unbalanced':
      return words.many.unbalanced;
    case 'tooMany':
      return words.many.tooMany(Number.isSafeInteger(plan.count) ? plan.count : null, JOBS_MAX);
    case 'jobs': {
      const { id, user, createdTimestamp: createdAt } = interaction;
      const hidden = isPrivate(interaction.options.getBoolean('private'), settings);
      return {
        ask: plan.ask,
        draft: { id, memberId: user.id, prompts: plan.prompts, images, private: hidden, createdAt },
      };
    }
  }
}

/** `/imagine`: words to a grid of four pictures, or to many of them. */
export default {
  command: {
    data: { name: 'imagine', description, ...everywhere, options: [...imagineOptions] },
    async execute(interaction, context) {
      const { answer, begin, beginAll, runner, store, words } = context;
      const made = await draftOf(interaction, context);
      if (typeof made === 'string') return answer.tell(made);
      const { ask, draft } = made;
      const gestures = gesturesOf(draft);
      const [only, ...others] = gestures;
      if (only && others.length === 0) return begin(only);
      const refusal = draftRefusal(draft, interaction, runner.room(draft.memberId), words);
      if (refusal !== null) return answer.tell(refusal);
      if (!ask) return beginAll(gestures);
      await store.drafts.put(draft);
      await answer.tell(renderConfirmation(draft, words));
    },
  },
} satisfies Handler;
