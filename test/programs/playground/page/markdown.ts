import { h } from './dom.ts';
import { words } from './words.ts';

/** What ids in a text stand for, and what happens when somebody follows a message link. */
export type Names = {
  readonly member: (id: string) => string;
  readonly role: (id: string) => string;
  readonly channel: (id: string) => string;
  readonly jump: (channelId: string, messageId: string) => void;
};

type Rule = readonly [RegExp, (match: RegExpExecArray, names: Names) => Node];

const messageUrl = /^https:\/\/discord\.com\/channels\/[^/]+\/(\d+)\/(\d+)$/;

function link(url: string, content: readonly Node[], { jump }: Names): Node {
  const [, channelId, messageId] = messageUrl.exec(url) ?? [];
  if (channelId === undefined || messageId === undefined) {
    return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...content);
  }
  const follow = (event: Event) => {
    event.preventDefault();
    jump(channelId, messageId);
  };
  return h('a', { href: `#${messageId}`, class: 'jump', click: follow }, ...content);
}

const rules: readonly Rule[] = [
  [/\\([^\w\s])/y, ([, sign = '']) => document.createTextNode(sign)],
  [/```(?:\w*\n)?([\s\S]+?)```/y, ([, code = '']) => h('pre', {}, h('code', {}, code))],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, , code = '']) => h('code', {}, code.trim())],
  [
    /\[((?:\\.|[^\]\\])+)\]\(<?(https?:[^\s)>]+)>?\)/y,
    ([, text = '', url = ''], names) => link(url, inline(text, names), names),
  ],
  [/<(https?:[^\s>]+)>/y, ([, url = ''], names) => link(url, [document.createTextNode(shown(url))], names)],
  [/https?:\/\/[^\s<>]+[^\s<>.,:;"')\]]/y, ([url], names) => link(url, [document.createTextNode(shown(url))], names)],
  [/<@!?(\d+)>/y, ([, id = ''], names) => h('span', { class: 'mention' }, `@${names.member(id)}`)],
  [/<@&(\d+)>/y, ([, id = ''], names) => h('span', { class: 'mention' }, `@${names.role(id)}`)],
  [/<#(\d+)>/y, ([, id = ''], names) => h('span', { class: 'mention' }, `#${names.channel(id)}`)],
  [/<\/([^:>]+):\d+>/y, ([, name = '']) => h('span', { class: 'mention' }, `/${name}`)],
  [/<t:(\d+)(?::([a-zA-Z]))?>/y, ([, seconds = '0', style]) => time(Number(seconds) * 1000, style)],
  [/\*\*([\s\S]+?)\*\*(?!\*)/y, ([, text = ''], names) => h('strong', {}, ...inline(text, names))],
  [/__([\s\S]+?)__(?!_)/y, ([, text = ''], names) => h('u', {}, ...inline(text, names))],
  [/~~([\s\S]+?)~~/y, ([, text = ''], names) => h('s', {}, ...inline(text, names))],
  [/\*(?=\S)([^*]+?)\*/y, ([, text = ''], names) => h('em', {}, ...inline(text, names))],
  [/_(?=\S)([^_]+?)_(?!\w)/y, ([, text = ''], names) => h('em', {}, ...inline(text, names))],
];

function shown(url: string): string {
  return messageUrl.test(url) ? words().linkedMessage : url;
}

function time(at: number, style: string | undefined): Node {
  const date = new Date(at);
  const text =
    style === 'R'
      ? relative(at - Date.now())
      : date.toLocaleString(
          words().clock,
          style === 't' ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
        );
  return h('time', { datetime: date.toISOString() }, text);
}

const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A span of so many ms in the largest unit that it fills, as Discord's client rounds it. */
function relative(ms: number): string {
  const [unit, length] = spans.find(([, one]) => Math.abs(ms) >= one) ?? ['minute', 60_000];
  return new Intl.RelativeTimeFormat(words().tag, { numeric: 'auto' }).format(Math.round(ms / length), unit);
}

/** Discord's marks within a line. */
function inline(text: string, names: Names): Node[] {
  const nodes: Node[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') nodes.push(document.createTextNode(plain));
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    let next = 0;
    for (const [pattern, build] of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match) continue;
      next = pattern.lastIndex;
      flush();
      nodes.push(build(match, names));
      break;
    }
    if (next > 0) at = next;
    else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

/** Discord's markdown as elements. https://support.discord.com/hc/en-us/articles/210298617 */
export function markdown(text: string, names: Names): Node[] {
  const blocks = text.split(/(```[\s\S]+?```)/);
  return blocks.flatMap((block) => (block.startsWith('```') ? inline(block, names) : lines(block, names)));
}

function lines(text: string, names: Names): Node[] {
  const out: Node[] = [];
  let kind: 'quote' | 'list' | null = null;
  let open: HTMLElement | null = null;
  let first = true;
  for (const line of text.split('\n')) {
    const [, marker = '', rest = ''] = /^(#{1,3} |-# |> |[-*] |)([\s\S]*)$/.exec(line) ?? [];
    const next = marker === '> ' ? 'quote' : /^[-*] $/.test(marker) ? 'list' : null;
    if (next !== kind) open = null;
    kind = next;
    if (kind) {
      if (!open) {
        open = kind === 'quote' ? h('blockquote') : h('ul');
        out.push(open);
      }
      open.append(h(kind === 'quote' ? 'div' : 'li', {}, ...inline(rest, names)));
      first = true;
      continue;
    }
    if (marker !== '') {
      const level = marker === '-# ' ? 'subtext' : `heading heading-${marker.trim().length}`;
      out.push(h('div', { class: level }, ...inline(rest, names)));
      first = true;
      continue;
    }
    if (!first) out.push(h('br'));
    out.push(...inline(rest, names));
    first = false;
  }
  return out;
}
