const whole = /^\p{RGI_Emoji}$/v;

/**
 * The emoji as Discord takes it on a button, with the variation selectors the relay dropped; null for anything else, such
 * as the name of a custom emoji, which belongs to Midjourney's own server.
 */
export function unicodeEmoji(emoji: string): string | null {
  const given = emoji.trim();
  if (whole.test(given)) return given;
  const bare = given.replaceAll('\ufe0f', '');
  const full = bare.replace(/(?!\p{Emoji_Presentation})(?!\p{Emoji_Modifier})\p{Emoji}/gu, '$&\ufe0f');
  return whole.test(full) ? full : null;
}
