import {
  type APIButtonComponentWithCustomId,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { models } from '../../domain/midjourney.ts';
import { speedOf } from '../../domain/settings/choices.ts';
import {
  type PickName,
  picked,
  picks,
  SUFFIX_MAX,
  type SwitchName,
  speedLeftOut,
  switches,
} from '../../domain/settings/preferences.ts';
import { defaultSettings, type MemberSettings } from '../../domain/settings/settings.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { settingsId } from './custom-ids.ts';
import { escapePrompt, plain } from './escape.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** The value of a select's entry that leaves the choice to Midjourney. */
export const UNSET = 'unset';
export const SUFFIX_INPUT = 'suffix';

const fields = ['model', 'aspect', 'speed', 'stylize'] as const satisfies readonly PickName[];

/** Shows a member's settings, with selects and buttons that change them. */
export function renderSettings(settings: MemberSettings, words: Catalogue): EphemeralReply {
  const { title, intro } = words.settings;
  const embed = {
    title,
    description: [intro, '', ...summary(settings, words)].join('\n'),
    color: palette.working,
  };
  return renderReply('', {
    embeds: [embed],
    components: [
      ...fields.map((name) => ({
        type: ComponentType.ActionRow as const,
        components: [select(name, settings, words)],
      })),
      { type: ComponentType.ActionRow, components: buttons(settings, words) },
    ],
  });
}

/** The modal for the text that is added to every prompt. */
export function suffixModal({ suffix }: MemberSettings, words: Catalogue): APIModalInteractionResponseCallbackData {
  const { names, suffixLabel, suffixHint } = words.settings;
  return {
    custom_id: settingsId.encode('ask', 'suffix'),
    title: plain(names.suffix, 45),
    components: [
      {
        type: ComponentType.Label,
        label: plain(suffixLabel, 45),
        component: {
          type: ComponentType.TextInput,
          custom_id: SUFFIX_INPUT,
          style: TextInputStyle.Short,
          required: false,
          max_length: SUFFIX_MAX,
          placeholder: plain(suffixHint, 100),
          ...(suffix === '' ? {} : { value: suffix }),
        },
      },
    ],
  };
}

function summary(settings: MemberSettings, words: Catalogue): string[] {
  const { names, meanings, noSuffix } = words.settings;
  const suffix = escapePrompt(settings.suffix, 2 * SUFFIX_MAX).text;
  return [
    ...fields.map((name) =>
      line(names[name], told(name, picked(settings, name), words) + leftOut(name, settings, words)),
    ),
    ...switches.map((name) => line(names[name], meanings[name][settings[name] ? 'on' : 'off'])),
    line(names.suffix, suffix || noSuffix),
  ];
}

/** What is said of a setting that the version does not take. */
function leftOut(name: PickName, settings: MemberSettings, words: Catalogue): string {
  const model = name === 'speed' ? speedLeftOut(settings) : null;
  return model === null ? '' : words.settings.leftOut(model);
}

function line(name: string, value: string): string {
  return `**${name}** · ${value}`;
}

function told(name: PickName, value: string | null, { choices, settings }: Catalogue): string {
  if (value === null) return settings.unset;
  const speed = name === 'speed' ? speedOf(value) : null;
  if (speed) return choices[speed];
  if (name === 'stylize') return settings.stylize(Number(value));
  return models.find((model) => name === 'model' && model.value === value)?.name ?? value;
}

function select(name: PickName, settings: MemberSettings, words: Catalogue): APIStringSelectComponent {
  const { labelled, names } = words.settings;
  const current = picked(settings, name);
  return {
    type: ComponentType.StringSelect,
    custom_id: settingsId.encode('pick', name),
    placeholder: plain(names[name], 150),
    options: [null, ...picks[name]].map((value) => ({
      label: plain(labelled(names[name], told(name, value, words)), 100),
      value: value ?? UNSET,
      default: value === current,
    })),
  };
}

function buttons(settings: MemberSettings, words: Catalogue): APIButtonComponentWithCustomId[] {
  const { labelled, names, on, off, askSuffix, reset } = words.settings;
  const toggle = (name: SwitchName): APIButtonComponentWithCustomId => ({
    type: ComponentType.Button,
    custom_id: settingsId.encode(settings[name] ? 'off' : 'on', name),
    label: plain(labelled(names[name], settings[name] ? on : off), 80),
    style: settings[name] ? ButtonStyle.Success : ButtonStyle.Secondary,
  });
  return [
    ...switches.map(toggle),
    {
      type: ComponentType.Button,
      custom_id: settingsId.encode('ask', 'suffix'),
      label: plain(askSuffix, 80),
      style: ButtonStyle.Secondary,
    },
    {
      type: ComponentType.Button,
      custom_id: settingsId.encode('reset', 'all'),
      label: plain(reset, 80),
      style: ButtonStyle.Danger,
      disabled: isUntouched(settings),
    },
  ];
}

function isUntouched(settings: MemberSettings): boolean {
  return [...fields, ...switches, 'suffix' as const].every((name) => settings[name] === defaultSettings[name]);
}
