/**
 * Whether a prompt has JSON in it, such as `{"subject": "a fox", "mood": "calm"}`. Read as a prompt, its braces would be choices
 * and its commas would part them. Phones write other quotes and colons, and some programs single quotes. A brace behind a backslash is
 * already read as one that stands for itself.
 */
export function hasJson(prompt: string): boolean {
  return /(?<!\\)\{\s{0,20}(?:"[^"{}]{1,100}"|[“”][^“”{}]{1,100}[“”]|'[^'{}]{1,100}')\s{0,20}[:：]/.test(prompt);
}
