import type { Cdn } from './cdn.ts';
import type { Command } from './routes/commands.ts';
import type { Attachment, Channel, Member } from './types.ts';
import type { CommandOption, PlainOption } from './validate/commands.ts';
import { wireAttachment, wireChannel, wireMember, wireUser } from './wire.ts';

/** A file as a member picks it. */
export type FileValue = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly type?: string };
export type OptionValue = string | number | boolean | Member | Channel | FileValue;
export type OptionValues = Readonly<Record<string, OptionValue>>;

type Resolved = Record<string, Record<string, unknown>>;
export type Filled = { readonly options: unknown[]; readonly resolved: Resolved };

type Filling = {
  readonly command: Command;
  /** Subcommand names after the command's own. */
  readonly path: readonly string[];
  readonly values: OptionValues;
  readonly upload: (file: FileValue) => Attachment;
  /** Whom a mention in a text means. */
  readonly memberById: (id: string) => Member | undefined;
  /** For autocomplete: what the member is typing in; then nothing is required yet. */
  readonly focused?: string;
};

/** What the client would send; throws where the client would not let the member send it. */
export function fillOptions({ command, path, values, upload, memberById, focused }: Filling): Filled {
  const resolved: Resolved = {};
  let level: readonly CommandOption[] = command.options ?? [];
  const parents: CommandOption[] = [];
  for (const name of path) {
    const next = level.find((option) => option.name === name && option.type <= 2);
    if (!next) throw new Error(`/${command.name} has no subcommand ${name}`);
    parents.push(next);
    level = 'options' in next ? (next.options ?? []) : [];
  }
  const plain = level.flatMap((option) => (isPlain(option) ? [option] : []));
  if (plain.length < level.length) throw new Error(`/${command.name} wants a subcommand`);
  for (const name of Object.keys(values))
    if (!plain.some((option) => option.name === name)) throw new Error(`/${command.name} has no option ${name}`);

  const filled = plain.flatMap((option) => {
    const value = values[option.name];
    if (value === undefined) {
      if (option.required && focused === undefined) throw new Error(`/${command.name} requires ${option.name}`);
      return [];
    }
    const typing = focused === option.name;
    if (typing && !option.autocomplete) throw new Error(`${option.name} has no autocomplete`);
    return [
      {
        type: option.type,
        name: option.name,
        value: typing ? String(value) : sent(option, value, { upload, memberById }, resolved),
        ...(typing && { focused: true }),
      },
    ];
  });
  const options = parents.reduceRight<unknown[]>((inner, { type, name }) => [{ type, name, options: inner }], filled);
  return { options, resolved };
}

/** Takes a file to the CDN, as the client does before it sends the command. */
export function uploader(cdn: Cdn, channelId: string) {
  return ({ name, bytes, type = 'application/octet-stream' }: FileValue) =>
    cdn.put(channelId, { name, bytes, type }, null, true);
}

function sent(
  option: PlainOption,
  value: OptionValue,
  { upload, memberById }: Pick<Filling, 'upload' | 'memberById'>,
  resolved: Resolved,
): string | number | boolean {
  const { type, name } = option;
  const wrong = (why: string) => new Error(`option ${name}: ${why}`);
  const put = (kind: string, id: string, what: unknown) => {
    resolved[kind] = { ...resolved[kind], [id]: what };
    return id;
  };
  const putMember = (member: Member) => {
    const { user, ...rest } = wireMember(member);
    put('members', member.id, rest);
    return put('users', user.id, wireUser(member));
  };
  if (typeof value === 'string' && type === 3) {
    if (value.length < (option.min_length ?? 0) || value.length > (option.max_length ?? 6000))
      throw wrong('its length is not allowed');
    for (const [, id = ''] of value.matchAll(/<@!?(\d+)>/g)) {
      const mentioned = memberById(id);
      if (mentioned) putMember(mentioned);
    }
    return chosen(option, value);
  }
  if (typeof value === 'number' && (type === 10 || (type === 4 && Number.isInteger(value)))) {
    if (value < (option.min_value ?? -(2 ** 53)) || value > (option.max_value ?? 2 ** 53)) throw wrong('out of range');
    return chosen(option, value);
  }
  if (typeof value === 'boolean' && type === 5) return value;
  if (typeof value === 'object' && 'bytes' in value && type === 11) {
    const attachment = upload(value);
    return put('attachments', attachment.id, wireAttachment(attachment));
  }
  if (typeof value === 'object' && 'dmsClosed' in value && (type === 6 || type === 9)) return putMember(value);
  if (typeof value === 'object' && 'kind' in value && type === 7)
    return put('channels', value.id, wireChannel(value, '0'));
  throw wrong(`${typeof value} does not fit type ${type}`);
}

function chosen<T extends string | number>({ name, choices = [], autocomplete }: PlainOption, value: T): T {
  if (choices.length > 0 && !autocomplete && !choices.some((choice) => choice.value === value))
    throw new Error(`option ${name}: ${value} is not a choice`);
  return value;
}

function isPlain(option: CommandOption): option is PlainOption {
  return option.type > 2;
}
