import {
  type APIButtonComponentWithCustomId,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { ServerKey } from '../../domain/ports/server-keys.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { keyId } from './custom-ids.ts';
import { plain } from './escape.ts';
import { makerOf } from './maker.ts';
import { ownButton } from './own-button.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** The fields of the modal. */
export const keyFields = { host: 'host', key: 'key' } as const;

/** The most services that can be chosen from: https://docs.discord.com/developers/components/reference#string-select */
const HOSTS_MAX = 25;

/** A key of a server that is in use, without the secret itself. */
export type ShownKey = Pick<ServerKey, 'host' | 'by' | 'at'> & { readonly isReadable: boolean };

/** Who pays where a server has brought a key. `used` says how much was used. */
export function keyLines({ host, by, at, isReadable }: ShownKey, used: string, words: Catalogue): string[] {
  const { serverKey } = words;
  const first = isReadable ? serverKey.paidBy(host, makerOf(by, words), at) : serverKey.unreadable;
  return [first, serverKey.used(used)];
}

/** The buttons of the panel that are about a key; none where a server may bring none and has none. */
export function keyButtons(
  key: ShownKey | null,
  takesKeys: boolean,
  { serverKey }: Catalogue,
): readonly APIButtonComponentWithCustomId[] {
  return [
    ...(takesKeys ? [ownButton(keyId.encode('ask'), key ? serverKey.replace : serverKey.open)] : []),
    ...(key ? [ownButton(keyId.encode('remove'), serverKey.remove)] : []),
  ];
}

/** Asks a manager for a key. Never for the one that is kept: nobody reads that again. `current`: the service that it is for. */
export function keyModal(
  hosts: readonly string[],
  current: string | null,
  { serverKey }: Catalogue,
): APIModalInteractionResponseCallbackData {
  const [only, ...others] = hosts;
  const hasChoice = others.length > 0;
  const content = only === undefined || hasChoice ? serverKey.about : serverKey.aboutAt(only);
  const key: APILabelComponent = {
    type: ComponentType.Label,
    label: plain(serverKey.keyLabel, 45),
    description: plain(serverKey.keyHint, 100),
    component: {
      type: ComponentType.TextInput,
      custom_id: keyFields.key,
      style: TextInputStyle.Short,
      required: true,
      min_length: 8,
      max_length: 512,
    },
  };
  return {
    custom_id: keyId.encode('ask'),
    title: plain(serverKey.title, 45),
    components: [
      { type: ComponentType.TextDisplay, content },
      ...(hasChoice ? [hostSelect(hosts, current, plain(serverKey.serviceLabel, 45))] : []),
      key,
    ],
  };
}

function hostSelect(hosts: readonly string[], current: string | null, label: string): APILabelComponent {
  const options = hosts
    .filter((host) => host.length <= 100)
    .slice(0, HOSTS_MAX)
    .map((host) => ({ value: host, label: host, default: host === current }));
  return {
    type: ComponentType.Label,
    label,
    component: { type: ComponentType.StringSelect, custom_id: keyFields.host, required: true, options },
  };
}

/** Asks whether the key of a server is to be removed. It takes the place of the panel. */
export function renderRemovalQuestion({ serverKey }: Catalogue): EphemeralReply {
  return renderReply('', {
    embeds: [{ description: serverKey.ask, color: palette.asking }],
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          ownButton(keyId.encode('sure'), serverKey.remove, ButtonStyle.Danger),
          ownButton(keyId.encode('keep'), serverKey.keepIt),
        ],
      },
    ],
  });
}
