import {
  type APIMessageComponent,
  type APIUnfurledMediaItem,
  ComponentType,
  type Message,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
} from 'discord.js';
import type { Place } from '../../domain/job/job.ts';
import { isPicture } from './picture-option.ts';

/** A message, or one that it forwards, as far as pictures can be in it. */
type ShownPictures = Pick<Message, 'attachments' | 'embeds'> & {
  readonly components?: readonly { toJSON(): APIMessageComponent }[];
};

/**
 * The address of the first picture in a message, null when it has none: its files, the components that show some, its
 * embeds, then the same of the messages it forwards.
 */
export function pictureIn(
  message: ShownPictures & { readonly messageSnapshots?: { values(): Iterable<ShownPictures> } },
): string | null {
  for (const shown of [message, ...(message.messageSnapshots?.values() ?? [])]) {
    const file = shown.attachments.find(isPicture);
    const items = (shown.components ?? []).flatMap((component) => picturesIn(component.toJSON()));
    const embedded = shown.embeds.flatMap(({ image, thumbnail }) => image?.url ?? thumbnail?.url ?? []);
    const url = [file?.url, ...items, ...embedded].find((address) => address && /^https?:\/\//i.test(address));
    if (url) return url;
  }
  return null;
}

/**
 * The addresses of the pictures that a component shows, in their order. A message of components has no attachments and no
 * embeds: https://docs.discord.com/developers/components/reference
 */
function picturesIn(component: APIMessageComponent): readonly string[] {
  switch (component.type) {
    case ComponentType.Container:
      return component.components.flatMap(picturesIn);
    case ComponentType.Section:
      return picturesIn(component.accessory);
    case ComponentType.MediaGallery:
      return component.items
        .map(({ media }) => media)
        .filter(mayBePicture)
        .map(({ url }) => url);
    case ComponentType.Thumbnail:
      return mayBePicture(component.media) ? [component.media.url] : [];
    case ComponentType.File:
      return isPicture(fileOf(component.file)) ? [component.file.url] : [];
    default:
      return [];
  }
}

/** Galleries and thumbnails show nothing but pictures and films, so only what is known to be a film is none. */
function mayBePicture(media: APIUnfurledMediaItem): boolean {
  const { contentType, name } = fileOf(media);
  return contentType === null ? !/\.(?:mp4|mov|webm)$/i.test(name) : isPicture({ contentType, name });
}

function fileOf({ url, content_type }: APIUnfurledMediaItem) {
  return { contentType: content_type ?? null, name: URL.parse(url)?.pathname ?? '' };
}

/** The place of the message that an Apps-menu command was used on. The message itself does not name its server. */
export function targetPlace({
  guildId,
  targetMessage: { id, channelId },
}: Pick<MessageContextMenuCommandInteraction, 'guildId' | 'targetMessage'>): Place {
  return { guildId, channelId, messageId: id };
}

/** Whether only one member sees the message. */
export function isEphemeral({ flags }: Pick<Message, 'flags'>): boolean {
  return flags.has(MessageFlags.Ephemeral);
}
