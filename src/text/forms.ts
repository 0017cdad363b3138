/** Why something was not done and what the member may do about it. `next` is empty when nothing can be done. */
export type Explanation = { readonly what: string; readonly next: string };

/** What Discord shows of a command before it is sent. Descriptions have 1 to 100 characters. */
export type CommandWords<Option extends string = never> = {
  readonly description: string;
  readonly options: Readonly<Record<Option, string>>;
};
