import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { BotPolicy } from '../../domain/policy/bot-policy.ts';
import { type PriceField, priceFields, writtenLimit } from '../../domain/policy/written-numbers.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { operatorId } from './custom-ids.ts';
import { plain } from './escape.ts';
import { shortField } from './short-field.ts';

/** The fields of the modals, those of prices apart. */
export const botLimitFields = ['bot', 'member', 'newServer'] as const;
export const alertFields = { where: 'where', channel: 'channel' } as const;
export const BLOCKED_FIELD = 'blocked';

/** Where alerts may be sent to, as it is chosen. */
export const alertChoices = ['me', 'channel', 'nowhere'] as const;

function modal(what: string, title: string, components: APILabelComponent[]): APIModalInteractionResponseCallbackData {
  return { custom_id: operatorId.encode('ask', what), title: plain(title, 45), components };
}

export function pricesModal({ prices }: BotPolicy, { operator }: Catalogue): APIModalInteractionResponseCallbackData {
  const { image, upscale, upscaleHd, text, video } = prices.of;
  const values: Readonly<Record<PriceField, string | number>> = {
    image,
    upscales: `${upscale} / ${upscaleHd}`,
    text,
    video,
    turbo: prices.speed.turbo,
  };
  return modal(
    'prices',
    operator.pricesTitle,
    priceFields.map((field) => shortField(field, operator.priceFields[field], values[field], operator.pricesHint)),
  );
}

export function botLimitsModal(bot: BotPolicy, { operator }: Catalogue): APIModalInteractionResponseCallbackData {
  return modal(
    'limits',
    operator.limitsTitle,
    botLimitFields.map((field) =>
      shortField(field, operator.limitFields[field], writtenLimit(bot[field]), operator.limitHint),
    ),
  );
}

export function blockedModal({ blocked }: BotPolicy, { operator }: Catalogue): APIModalInteractionResponseCallbackData {
  return modal('blocked', operator.blockedTitle, [
    {
      type: ComponentType.Label,
      label: plain(operator.blockedLabel, 45),
      component: {
        type: ComponentType.TextInput,
        custom_id: BLOCKED_FIELD,
        style: TextInputStyle.Paragraph,
        required: false,
        placeholder: plain(operator.blockedHint, 100),
        ...(blocked.length > 0 && { value: blocked.join('\n') }),
      },
    },
  ]);
}

export function alertsModal({ alerts }: BotPolicy, { operator }: Catalogue): APIModalInteractionResponseCallbackData {
  const channelId = typeof alerts === 'object' && 'channelId' in alerts ? alerts.channelId : null;
  const chosen = channelId !== null ? 'channel' : alerts === 'nowhere' ? 'nowhere' : 'me';
  return modal('alerts', operator.alertsTitle, [
    {
      type: ComponentType.Label,
      label: plain(operator.alertsWhere, 45),
      component: {
        type: ComponentType.StringSelect,
        custom_id: alertFields.where,
        options: alertChoices.map((value) => ({
          value,
          label: plain(operator.alertChoices[value], 100),
          default: value === chosen,
        })),
      },
    },
    shortField(alertFields.channel, operator.channelLabel, channelId && `<#${channelId}>`, operator.channelHint, 200),
  ]);
}
