import { type APIActionRowComponent, type APIButtonComponentWithCustomId, ComponentType } from 'discord.js';
import { type ActionClass, classify } from '../../domain/buttons/action.ts';
import type { PostedButton, RelayButton } from '../../domain/job/task.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { isPostable, shortId } from './custom-ids.ts';
import { plain } from './escape.ts';
import { layRows, RELAY_BUTTONS_MAX } from './rows.ts';

export type ButtonRow = APIActionRowComponent<APIButtonComponentWithCustomId>;

/** The classes of buttons that are left out when there are too many, the least useful first. */
const expendable: readonly ActionClass[] = ['bookmark', 'cancel', 'unknown'];

/** What a button is called in the language of the message, and in short where it has little room. */
type Naming = Pick<Catalogue['gestures'], 'action' | 'short'>;

/** How many buttons of a row have room for their whole names, and how many for an emoji beside the name. */
const ROOM = { name: 4, emoji: 3 };

/**
 * The relay's buttons as Discord takes them, in the relay's styles, with `own` after them. `buttons` are the relay's buttons in
 * these rows, in order: `id` is the relay's customId, or a short id of ours where Discord would not take that one.
 */
export function postButtons(
  relayButtons: readonly RelayButton[],
  naming: Naming = asLabelled,
  own: readonly APIButtonComponentWithCustomId[] = [],
): {
  readonly rows: readonly ButtonRow[];
  readonly buttons: readonly PostedButton[];
} {
  const seen = new Set(['']);
  const distinct = relayButtons.filter(({ customId }) => !seen.has(customId) && seen.add(customId));
  const posted = shorten(distinct).map((button, index) => ({
    ...button,
    id: isPostable(button.customId) ? button.customId : shortId(index),
  }));
  const laid = layRows<PostedButton | APIButtonComponentWithCustomId>(posted, idOf, own);
  const rows = laid.map((row) => ({
    type: ComponentType.ActionRow as const,
    components: row.map((one) => (isPosted(one) ? toComponent(one, naming, row.length) : one)),
  }));
  return { rows, buttons: laid.flat().filter(isPosted) };
}

const asLabelled: Naming = { action: (_, label) => label, short: (_, label) => label };

function isPosted(button: PostedButton | APIButtonComponentWithCustomId): button is PostedButton {
  return 'customId' in button;
}

function idOf(button: PostedButton | APIButtonComponentWithCustomId): string {
  return isPosted(button) ? button.customId : button.custom_id;
}

function shorten(buttons: readonly RelayButton[]): readonly RelayButton[] {
  if (buttons.length <= RELAY_BUTTONS_MAX) return buttons;
  const leastUseful = expendable.flatMap((least) =>
    buttons.filter(({ customId }) => classify(customId).class === least).toReversed(),
  );
  const left = new Set(leastUseful.slice(0, buttons.length - RELAY_BUTTONS_MAX));
  return buttons.filter((button) => !left.has(button)).slice(0, RELAY_BUTTONS_MAX);
}

function toComponent(
  { id, customId, label, emoji, style }: PostedButton,
  naming: Naming,
  inRow: number,
): APIButtonComponentWithCustomId {
  const picture = unicodeEmoji(emoji);
  const own = plain(label, 80) || (picture === null ? nameOf(customId) : '');
  const called = inRow > ROOM.name ? naming.short : naming.action;
  const name = own === '' ? '' : plain(called(classify(customId).class, own), 80);
  const isBare = picture === null || (name !== '' && inRow > ROOM.emoji);
  return {
    type: ComponentType.Button,
    custom_id: id,
    style,
    ...(name === '' ? {} : { label: name }),
    ...(isBare ? {} : { emoji: { name: picture } }),
  };
}

/** Midjourney's name for a button, else the words of its customId. */
function nameOf(customId: string): string {
  const { label } = classify(customId);
  if (label !== '') return label;
  const [, first = '', second = ''] = customId.split('::');
  const words = plain((/^job$/i.test(first) ? second : first).replaceAll('_', ' '), 80);
  return words === '' ? '?' : words.charAt(0).toUpperCase() + words.slice(1);
}

const whole = /^(?=\p{Emoji})\p{RGI_Emoji}$/v;
/** The emoji of one character, and the selector behind those that are text without it: most of all, and told much sooner. */
const single =
  /^(?:[\p{Emoji_Presentation}--\p{Regional_Indicator}]|[\p{Emoji}--[\p{Emoji_Presentation}0-9#*]]\ufe0f)$/v;

/**
 * The emoji as Discord takes it on a button, with the variation selectors that the relay dropped. Null for anything else,
 * such as the name of a custom emoji of Midjourney's own server.
 */
export function unicodeEmoji(emoji: string): string | null {
  const given = emoji.trim();
  if (single.test(given)) return given;
  const bare = given.replaceAll('\ufe0f', '');
  const full = bare.replace(/(?!\p{Emoji_Presentation})(?!\p{Emoji_Modifier})\p{Emoji}/gu, '$&\ufe0f');
  if (single.test(full)) return full;
  if (whole.test(given)) return given;
  return whole.test(full) ? full : null;
}
