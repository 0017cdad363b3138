/**
 * A text without control and format characters, except those that emoji and scripts need; line breaks and U+200B, at which a
 * line may break, become spaces. Empty when nothing in it can be seen.
 */
export function visible(text: string): string {
  const kept = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200b]+/gu, ' ')
    .replace(/[\u00ad\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}\u{e0001}]/gu, '')
    .trim();
  return isSeen(kept) ? kept : '';
}

/** Whether anything in a text can be seen. */
export function isSeen(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}
