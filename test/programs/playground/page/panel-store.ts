import type { StoreView } from '../wire.ts';
import { h } from './dom.ts';
import { panelWords } from './words.ts';

/** The bot's records, table by table, as they are on disk. */
export function drawRecords(store: StoreView): HTMLElement[] {
  const about: Readonly<Record<string, string>> = panelWords().tables;
  return store.map(({ table, count, rows }) =>
    h(
      'details',
      { class: 'card', 'data-key': `table-${table}` },
      h(
        'summary',
        {},
        h('strong', {}, table),
        h('span', { class: 'quiet path' }, about[table] ?? ''),
        h('span', { class: 'badge' }, String(count)),
      ),
      ...rows.map(({ key, value }) =>
        h(
          'details',
          { class: 'record', 'data-key': `record-${table}-${key}` },
          h('summary', {}, h('span', { class: 'path' }, key)),
          h('pre', { tabindex: 0 }, JSON.stringify(value, null, 1)),
        ),
      ),
      rows.length === 0 ? h('p', { class: 'quiet' }, panelWords().empty) : null,
    ),
  );
}
