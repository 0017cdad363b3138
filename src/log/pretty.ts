/** Facts that a person reads behind the sentence, in this order. All others are for programs. */
const told = [
  'alert',
  'job',
  'task',
  'interaction',
  'guildId',
  'channelId',
  'memberId',
  'shard',
  'path',
  'host',
  'trouble',
  'detail',
];

/**
 * A line of the log as a person reads it in a terminal: the local time, the level unless it is `info`, the sentence, ids. An
 * error is one line, and a whole stack where the fault is ours. What others wrote cannot drive the terminal: every character
 * that is not simply printed is written as its escape.
 */
export function prettyLine(json: string): string {
  const line = parse(json);
  if (line === null) return `${printable(json)}\n`;
  const { level, msg } = line;
  const error = recordOf(line.error ?? line.err);
  const isOurs = (level === 'error' || level === 'fatal') && error !== null;
  const said = [
    `${localTime(line.time)} `,
    ...(level === 'info' ? [] : [level]),
    msg ?? '',
    ...told.flatMap((name) => factOf(name, line[name])),
    ...(error && !isOurs ? [`(${summaryOf(error)})`] : []),
  ].join(' ');
  return [said, ...(isOurs ? stackOf(error) : [])].map((each) => `${printable(each)}\n`).join('');
}

type Fields = Readonly<Record<string, unknown>>;

function parse(json: string): Fields | null {
  try {
    return recordOf(JSON.parse(json));
  } catch {
    return null;
  }
}

function recordOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
}

function factOf(name: string, value: unknown): string[] {
  return typeof value === 'string' || typeof value === 'number' ? [` ${name}=${value}`] : [];
}

function summaryOf({ type, message, code }: Fields): string {
  const words = [type, code].filter((word) => typeof word === 'string' || typeof word === 'number');
  return `${words.join(' ')}: ${message ?? ''}`;
}

/** The stack of an error and those of its causes, a line each, further in than the sentence. */
function stackOf(error: Fields): string[] {
  const stack = typeof error.stack === 'string' ? error.stack : summaryOf(error);
  const cause = recordOf(error.cause);
  const lines = stack.split('\n').map((line) => `          ${line.trimEnd()}`);
  return cause ? [...lines, '          caused by', ...stackOf(cause)] : lines;
}

function localTime(time: unknown): string {
  const at = new Date(String(time));
  if (Number.isNaN(at.getTime())) return '--:--:--';
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Controls (also those of 8 bits), what turns the direction of writing, what cannot be seen, and broken characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function printable(text: string): string {
  return text.replaceAll(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xff_ff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
