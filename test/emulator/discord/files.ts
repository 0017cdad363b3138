import { formError, refuse } from './api-error.ts';
import type { Cdn } from './cdn.ts';
import type { Attachment, UploadedFile } from './types.ts';
import type { Embed } from './validate/embeds.ts';
import type { MessageBody } from './validate/message.ts';

type Placing = {
  readonly cdn: Cdn;
  readonly channelId: string;
  readonly ephemeral: boolean;
  /** Bytes. */
  readonly limit: number;
  readonly body: MessageBody;
  readonly files: readonly UploadedFile[];
  readonly previous: readonly Attachment[];
  readonly violation: (what: string) => void;
};

/**
 * The files a message has after a write. `attachments` names the new ones by their index and the kept ones by id; an edit of
 * embeds or files that does not name the old ones loses them. https://discord.com/developers/docs/reference#uploading-files
 */
export function filesAfter({
  cdn,
  channelId,
  ephemeral,
  limit,
  body,
  files,
  previous,
  violation,
}: Placing): Attachment[] {
  if (files.length > 10) throw formError(['attachments'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  if (files.some(({ bytes }) => bytes.byteLength > limit)) {
    violation(`a file is larger than ${limit} bytes`);
    throw refuse.tooLarge();
  }
  const named = body.attachments;
  if (named === undefined) {
    const rewritten = files.length > 0 || body.embeds !== undefined;
    if (rewritten && previous.length > 0)
      violation('an edit does not name in `attachments` the files the message had: they are lost');
    return [...(rewritten ? [] : previous), ...files.map((file) => cdn.put(channelId, file, null, ephemeral))];
  }
  const unnamed = files.filter(({ index }) => !named?.some(({ id }) => id === index));
  if (unnamed.length > 0)
    violation(`uploaded files are not named in \`attachments\`: ${unnamed.map(({ name }) => name).join(', ')}`);
  return (named ?? []).map(({ id, filename, description }, at) => {
    const file = files.find(({ index }) => index === id);
    if (file) return cdn.put(channelId, { ...file, name: filename ?? file.name }, description ?? null, ephemeral);
    const kept = previous.find((attachment) => attachment.id === id);
    if (!kept) throw formError(['attachments', at, 'id'], 'ATTACHMENT_NOT_FOUND', 'Unknown attachment');
    return { ...kept, description: description ?? kept.description };
  });
}

/** Gives `attachment://name` its real address; a name that is not there shows nothing. */
export function resolveEmbeds(
  embeds: readonly Embed[],
  attachments: readonly Attachment[],
  violation: (what: string) => void,
): Embed[] {
  const real = (url: string): string | undefined => {
    if (!url.startsWith('attachment://')) return url;
    const name = url.slice('attachment://'.length);
    const found = attachments.find(({ filename }) => filename === name)?.url;
    if (found === undefined) violation(`an embed shows attachment://${name}, which the message does not have`);
    return found;
  };
  return embeds.map(({ image, thumbnail, ...embed }) => {
    const shown = image && real(image.url);
    const small = thumbnail && real(thumbnail.url);
    return {
      ...embed,
      ...(image && shown !== undefined && { image: { ...image, url: shown } }),
      ...(thumbnail && small !== undefined && { thumbnail: { ...thumbnail, url: small } }),
    };
  });
}

/** Whether an embed shows this file, which takes it out of the message's list. */
export function isShownByEmbed({ url }: Attachment, embeds: readonly Embed[]): boolean {
  return embeds.some(({ image, thumbnail, author, footer }) =>
    [image?.url, thumbnail?.url, author?.icon_url, footer?.icon_url].includes(url),
  );
}
