import { type Context, everywhere, type Handler } from '../src/discord/handler.ts';
import { givenText, makeOfText } from '../src/discord/input/given-text.ts';
import { isOpenedHere } from '../src/discord/input/trust.ts';
import { settingsId } from '../src/discord/render/custom-ids.ts';
import { renderSettings, SUFFIX_INPUT, suffixModal } from '../src/discord/render/settings.ts';
import { isPick, isSwitch, pick, reset } from '../src/domain/settings/preferences.ts';
import type { MemberSettings } from '../src/domain/settings/settings.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.settings;

type Change = (settings: MemberSettings) => MemberSettings;

async function show(memberId: string, { responder, store, words }: Context): Promise<void> {
  await responder.tell(renderSettings(await store.members.settings(memberId), words));
}

async function change(memberId: string, by: Change, { responder, store, words }: Context): Promise<void> {
  await responder.update(renderSettings(await store.members.changeSettings(memberId, by), words));
}

/** `/settings` shows and changes the member's defaults for everything they make. */
export default {
  command: {
    data: { name: 'settings', description, ...everywhere },
    execute: ({ user }, context) => show(user.id, context),
  },
  button: {
    prefix: settingsId.prefix,
    async press({ customId, user }, context) {
      const { responder, store, words } = context;
      const [verb = '', name = ''] = settingsId.decode(customId) ?? [];
      if (verb === 'open') return show(user.id, context);
      if (verb === 'reset') return change(user.id, reset, context);
      if (verb === 'ask') return responder.showModal(suffixModal(await store.members.settings(user.id), words));
      if (!isSwitch(name)) return responder.tell(words.replies.buttonUnknown);
      return change(user.id, (settings) => ({ ...settings, [name]: verb === 'on' }), context);
    },
  },
  select: {
    prefix: settingsId.prefix,
    async choose({ customId, user, values: [value = ''] }, context) {
      const [, name = ''] = settingsId.decode(customId) ?? [];
      if (!isPick(name)) return context.responder.tell(context.words.replies.buttonUnknown);
      return change(user.id, (settings) => pick(settings, name, value), context);
    },
  },
  modal: {
    prefix: settingsId.prefix,
    async submit(interaction, context) {
      const { responder, words } = context;
      // The update changes the message that the modal was opened on: it must be a settings message.
      if (!isOpenedHere(interaction)) return responder.tell(words.replies.buttonUnknown);
      const suffix = interaction.fields.getTextInputValue(SUFFIX_INPUT);
      await makeOfText(givenText(interaction, suffix, { kind: 'suffix' }), interaction, context);
    },
  },
} satisfies Handler;
