/** Why something was not done and what the member may do about it. `next` is empty when nothing can be done. */
export type Explanation = { readonly what: string; readonly next: string };

/** The same, with what was charged; `joint` stands between sentences. */
export function withCharge({ what, next }: Explanation, charge: string, joint = ''): Explanation {
  return { what, next: `${next}${joint}${charge}` };
}

/**
 * What Discord shows of a slash command before it is sent: its description and those of its options, 1 to 100 characters
 * each. Any other field has the names of an option's choices.
 */
export type CommandWords = {
  readonly description: string;
  readonly options: Readonly<Record<string, string>>;
  readonly [choices: string]: string | Readonly<Record<string, string>>;
};

/** What Discord shows of a command in a message's menu. */
export type MenuWords = { readonly name: string };

/** Whether a place in line is so far back that it is told roughly: rounded down, to be said as "at least". */
export function isFar(ahead: number): boolean {
  return ahead >= 10;
}

/** Whether a relay's words are Chinese. Members are shown them only in the language that they read. */
export function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

/** A moment (Unix ms) as Discord shows it to each reader: how long it is until then, such as “in 5 hours”. */
export function timeUntil(time: number): string {
  return `<t:${Math.ceil(time / 1000)}:R>`;
}

/** A moment (Unix ms) as Discord shows it to each reader: the day, such as “1 December 2026”. */
export function dateOf(time: number): string {
  return `<t:${Math.ceil(time / 1000)}:D>`;
}

/** A role by its name. In a message that mentions nobody, nobody is notified. */
export function roleMention(roleId: string): string {
  return `<@&${roleId}>`;
}

/** A member by their name. As for roles. */
export function memberMention(memberId: string): string {
  return `<@${memberId}>`;
}
