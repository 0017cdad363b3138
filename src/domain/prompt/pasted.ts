/** How long the end of Midjourney's own message may be: who asked, how fast, and how far it is. */
const ECHO_END_MAX = 200;

/**
 * A text that was copied together with what stands around prompts: the name of the command before it, as in
 * `/imagine prompt: a fox`, or Midjourney's own message, as in `**a fox --v 7** - @ann (turbo)`. Links lose their brackets.
 */
export function withoutFrame(text: string): string {
  const end = text.startsWith('**') ? text.lastIndexOf('** - ') : -1;
  const isEcho = end > 2 && text.length - end <= ECHO_END_MAX && text.includes('@', end);
  const prompt = isEcho ? text.slice(2, end) : text;
  return prompt
    .trim()
    .replace(/^(?:[/／]imagine(?:\s{1,9}prompt)?(?:\s{0,9}[:：]|\s)|imagine\s{1,9}prompt\s{0,9}[:：])/i, '')
    .replace(/<(https?:\/\/[^\s<>]+)>/gi, '$1')
    .trim();
}
