/** As much of a message as says where its pictures and films lie: discord.js's and the API's own both fit. */
type Picturesque = {
  readonly embeds: readonly { readonly image?: { readonly url: string } | null | undefined }[];
  readonly attachments: readonly { readonly url: string; readonly contentType: string | null }[];
};

/**
 * Addresses of the pictures and films in a message, in order. Discord signs them anew whenever it shows a message to us,
 * so they live when the relay's own addresses have long died. A file that an embed shows is not among the attachments
 * (https://docs.discord.com/developers/resources/message#message-object).
 */
export function copiesIn({ embeds, attachments }: Picturesque): readonly string[] {
  const shown = embeds.flatMap(({ image }) => (image ? [image.url] : []));
  const files = attachments.filter(({ contentType }) => /^(image|video)\//.test(contentType ?? ''));
  return [...new Set([...shown, ...files.map(({ url }) => url)])];
}
