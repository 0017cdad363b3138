import { h } from './dom.ts';
import { panelWords, words } from './words.ts';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** The bot's log, the newest line first: level, time and sentence; the rest unfolds. */
export function drawLog(lines: readonly string[]): HTMLElement[] {
  if (lines.length === 0) return [h('p', { class: 'panel-empty' }, panelWords().noLog)];
  return lines.map(drawLine).toReversed();
}

function drawLine(line: string, at: number): HTMLElement {
  const facts = read(line);
  if (!facts) return h('pre', { class: 'card log-plain', tabindex: 0 }, line);
  const { level, time, msg, ...rest } = facts;
  const name = LEVELS.find((known) => known === level) ?? 'info';
  const head = [
    h('span', { class: `level ${name}` }, name),
    h('time', { class: 'quiet' }, new Date(String(time)).toLocaleTimeString(words().clock)),
    h('span', { class: 'log-sentence' }, String(msg ?? '')),
  ];
  if (Object.keys(rest).length === 0)
    return h('div', { class: 'card log-line' }, h('div', { class: 'log-head' }, ...head));
  return h(
    'details',
    { class: 'card log-line', 'data-key': `log-${at}-${String(time)}` },
    h('summary', { class: 'log-head' }, ...head),
    h('pre', { tabindex: 0 }, JSON.stringify(rest, null, 1)),
  );
}

/** A line's facts; null for what is no JSON, such as a warning of Node's. */
function read(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}
