import type { ExchangeView } from '../wire.ts';
import { h } from './dom.ts';
import { panelWords, words } from './words.ts';

/** One request and its answer; unfolds to both. */
export function drawExchange({ id, method, path, asked, status, answer, at, ms, callback }: ExchangeView): HTMLElement {
  const isFine = status !== null && status < 400;
  return h(
    'details',
    { class: 'card exchange', 'data-key': `exchange-${id}` },
    h(
      'summary',
      {},
      h('span', { class: callback ? 'method in' : 'method' }, callback ? panelWords().callback : method),
      h('span', { class: 'path' }, path),
      h(
        'span',
        { class: `badge ${isFine ? 'settled' : 'failed'}` },
        status === null ? panelWords().noAnswer : String(status),
      ),
    ),
    h('p', { class: 'quiet' }, `${new Date(at).toLocaleTimeString(words().clock)}${callback ? '' : ` · ${ms} ms`}`),
    asked === ''
      ? null
      : h(
          'div',
          {},
          h('div', { class: 'quiet' }, callback ? panelWords().told : panelWords().asked),
          h('pre', { tabindex: 0 }, asked),
        ),
    answer === ''
      ? null
      : h('div', {}, h('div', { class: 'quiet' }, panelWords().answered), h('pre', { tabindex: 0 }, answer)),
  );
}
