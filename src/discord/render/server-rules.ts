import {
  type APIButtonComponentWithCustomId,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  ButtonStyle,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord.js';
import { features, type ServerPolicy } from '../../domain/policy/server-policy.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { rulesId } from './custom-ids.ts';
import { palette } from './palette.ts';
import { logText, offText } from './policy-change.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** The text input of the modal for blocked words, and the most characters that it takes. */
export const WORDS_INPUT = 'words';
const WORDS_INPUT_MAX = 4_000;

/** The rules of a server, for its managers, with what changes them. */
export function renderRules(policy: ServerPolicy, words: Catalogue): EphemeralReply {
  const { blocks, off, words: blocked } = policy;
  const { rules, serverLog, serverPanel } = words;
  const lines = [
    serverPanel.off(offText(policy, words)),
    rules.words(blocked.length),
    rules.blocks(blocks.length),
    serverLog.place(logText(policy, words)),
  ];
  const embed = {
    title: rules.title,
    description: lines.join('\n'),
    color: palette.working,
  };
  const select: APIStringSelectComponent = {
    type: ComponentType.StringSelect,
    custom_id: rulesId.encode('off'),
    placeholder: rules.offHint,
    min_values: 0,
    max_values: features.length,
    options: features.map((feature) => ({
      value: feature,
      label: capitalized(serverPanel.features[feature]),
      default: off.includes(feature),
    })),
  };
  return renderReply('', {
    embeds: [embed],
    components: [
      { type: ComponentType.ActionRow, components: [select] },
      {
        type: ComponentType.ActionRow,
        components: [ruleButton('words', rules.editWords), ruleButton('log', serverLog.open)],
      },
    ],
  });
}

/** The button that shows the rules, for the panel of a server. */
export function rulesButton({ rules }: Catalogue): APIButtonComponentWithCustomId {
  return ruleButton('open', rules.open);
}

function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function ruleButton(what: string, label: string): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, style: ButtonStyle.Secondary, custom_id: rulesId.encode(what), label };
}

/** Asks a manager for the words that are blocked in prompts. */
export function wordsModal(
  { words: blocked }: ServerPolicy,
  words: Catalogue,
): APIModalInteractionResponseCallbackData {
  const { rules } = words;
  const value = blocked.join('\n').slice(0, WORDS_INPUT_MAX).toWellFormed();
  return {
    custom_id: rulesId.encode('words'),
    title: rules.editWords,
    components: [
      {
        type: ComponentType.Label,
        label: rules.wordsLabel,
        component: {
          type: ComponentType.TextInput,
          custom_id: WORDS_INPUT,
          style: TextInputStyle.Paragraph,
          required: false,
          max_length: WORDS_INPUT_MAX,
          placeholder: rules.wordsPlaceholder,
          ...(value === '' ? {} : { value }),
        },
      },
    ],
  };
}

/** The fields of the modal for the log. */
export const logFields = { channel: 'channel', what: 'what' } as const;

/** Asks a manager where the log of a server is, and what stands in it. */
export function logModal({ log }: ServerPolicy, { serverLog }: Catalogue): APIModalInteractionResponseCallbackData {
  const chosen = log ? [{ id: log.channelId, type: SelectMenuDefaultValueType.Channel as const }] : [];
  return {
    custom_id: rulesId.encode('log'),
    title: serverLog.open,
    components: [
      {
        type: ComponentType.Label,
        label: serverLog.channelLabel,
        description: serverLog.channelHint,
        component: {
          type: ComponentType.ChannelSelect,
          custom_id: logFields.channel,
          channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
          required: false,
          min_values: 0,
          ...(chosen.length > 0 && { default_values: chosen }),
        },
      },
      {
        type: ComponentType.Label,
        label: serverLog.whatLabel,
        component: {
          type: ComponentType.StringSelect,
          custom_id: logFields.what,
          options: (['reports', 'everything'] as const).map((what) => ({
            value: what,
            label: serverLog[what],
            default: what === (log?.what ?? 'reports'),
          })),
        },
      },
    ],
  };
}
