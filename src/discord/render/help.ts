import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import type { Catalogue } from '../../text/catalogue.ts';
import { helpId, settingsId } from './custom-ids.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** Says what members can do with the bot, with buttons to begin. `retentionDays`: how long unused buttons work. */
export function renderHelp({ help }: Catalogue, retentionDays: number): EphemeralReply {
  const embed = {
    title: help.title,
    description: help.intro,
    fields: help.parts.map(({ name, value }) => ({ name, value })),
    color: palette.working,
    footer: { text: help.footer(retentionDays) },
  };
  return renderReply('', {
    embeds: [embed],
    components: [row(button(helpId.encode('try'), help.tryIt, ButtonStyle.Primary), settings(help.settings))],
  });
}

/** Shows a member around after their first job has begun, in so few lines that the picture above stays in sight. */
export function renderWelcome({ help }: Catalogue): EphemeralReply {
  return renderReply(help.welcome, {
    components: [row(button(helpId.encode('more'), help.more, ButtonStyle.Secondary), settings(help.settings))],
  });
}

function settings(label: string): APIButtonComponentWithCustomId {
  return button(settingsId.encode('open', 'all'), label, ButtonStyle.Secondary);
}

function row(...components: APIButtonComponentWithCustomId[]) {
  return { type: ComponentType.ActionRow as const, components };
}

function button(
  custom_id: string,
  label: string,
  style: ButtonStyle.Primary | ButtonStyle.Secondary,
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id, label, style };
}
