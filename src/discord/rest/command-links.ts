/** The parts of a message in which Discord shows a command as something to press. */
type Linkable = {
  readonly content?: string | undefined;
  readonly embeds?: readonly Embed[] | undefined;
};
type Embed = {
  readonly description?: string | undefined;
  readonly fields?: readonly { readonly value: string }[] | undefined;
};

/** The longest texts that Discord takes there. */
const ROOM = { content: 2000, description: 4096, field: 1024 };

export type CommandLinks = ReturnType<typeof createCommandLinks>;

/**
 * Makes the commands in our messages something to press: `/history` becomes `</history:id>`. Until the commands are known, texts
 * stay as they are. https://docs.discord.com/developers/reference#message-formatting
 */
export function createCommandLinks() {
  let ids: ReadonlyMap<string, string> = new Map();
  let pattern: RegExp | null = null;

  function linked(text: string, room: number): string {
    if (!pattern) return text;
    const longer = text.replace(pattern, (_, code: string | undefined, bare: string | undefined) => {
      const name = code ?? bare ?? '';
      return `</${name}:${ids.get(name)}>`;
    });
    return longer.length > room ? text : longer;
  }

  function inEmbed<E extends Embed>(embed: E): E {
    const { description, fields } = embed;
    return {
      ...embed,
      ...(description !== undefined && { description: linked(description, ROOM.description) }),
      ...(fields && { fields: fields.map((field) => ({ ...field, value: linked(field.value, ROOM.field) })) }),
    };
  }

  return {
    /** Learns the ids of the commands by their names, in whatever language. */
    learn(registered: ReadonlyMap<string, string>): void {
      ids = registered;
      const names = [...ids.keys()].filter((name) => /^[\p{L}\p{N}_-]+$/u.test(name));
      const any = names.toSorted((one, other) => other.length - one.length).join('|');
      // Alone between backticks, or as a word of its own. With options behind it, in backticks, it stays something to type.
      pattern =
        any === ''
          ? null
          : new RegExp(`\`/(${any})\`|(?<![\\p{L}\\p{N}_/:.<\`\\\\-])/(${any})(?![\\p{L}\\p{N}_/\`-])`, 'gu');
    },

    /** The message with its commands as something to press. */
    in<B extends object>(body: B & Linkable): B {
      const { content, embeds } = body;
      return {
        ...body,
        ...(content !== undefined && { content: linked(content, ROOM.content) }),
        ...(embeds && { embeds: embeds.map(inEmbed) }),
      };
    },
  };
}
