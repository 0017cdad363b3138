import { fill, h } from './dom.ts';
import { words } from './words.ts';

export type Suggestion = {
  readonly name: string;
  readonly hint?: string;
  readonly pick: () => void;
};

/** The list above the composer. The focus stays in the composer, which is told which line is highlighted, if any. */
export function createSuggestions(id: string) {
  let shown: readonly Suggestion[] = [];
  let active = -1;
  const list = h('ul', { class: 'suggestions-list', role: 'listbox', id });
  const title = h('div', { class: 'suggestions-title' });
  const element = h('div', { class: 'suggestions', hidden: true }, title, list);

  function mark(): void {
    [...list.children].forEach((item, at) => {
      item.setAttribute('aria-selected', String(at === active));
      if (at === active) item.scrollIntoView({ block: 'nearest' });
    });
  }

  return {
    element,
    isOpen: () => !element.hidden,
    /** The id of the highlighted line, which Enter takes. */
    active: () => (element.hidden || active < 0 ? null : `${id}-${active}`),
    close(): void {
      element.hidden = true;
      shown = [];
    },
    /** `first`: the first line is highlighted from the start. */
    open(heading: string, suggestions: readonly Suggestion[], { first = true } = {}): void {
      shown = suggestions;
      active = first ? 0 : -1;
      list.setAttribute('aria-label', words().suggestions);
      element.hidden = suggestions.length === 0;
      fill(title, heading);
      fill(
        list,
        ...suggestions.map(({ name, hint, pick }, at) =>
          h(
            'li',
            {
              id: `${id}-${at}`,
              role: 'option',
              class: 'suggestion',
              mousedown: (event) => event.preventDefault(),
              mousemove: () => {
                if (active === at) return;
                active = at;
                mark();
              },
              click: pick,
            },
            h('span', { class: 'suggestion-name' }, name),
            hint ? h('span', { class: 'suggestion-hint' }, hint) : null,
          ),
        ),
      );
      mark();
    },
    move(step: number): void {
      active = active < 0 && step < 0 ? shown.length - 1 : (active + step + shown.length) % Math.max(1, shown.length);
      mark();
    },
    /** Takes the highlighted line, or else the first. */
    pick: () => shown[Math.max(0, active)]?.pick(),
  };
}
